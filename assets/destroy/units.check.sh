for unit in $UNITS; do
  ! systemctl show -p NeedDaemonReload --value "$unit" | grep -qx yes || exit 1
  ! systemctl is-failed -q "$unit" || exit 1
done
