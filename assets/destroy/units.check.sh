for unit in $UNITS; do
  stale=$(systemctl show -p NeedDaemonReload --value "$unit")
  [ "$stale" != yes ] || exit 1
  ! systemctl is-failed -q "$unit" || exit 1
done
