systemctl stop quorate-drill.service quorate-drill-end.timer quorate-drill-end.service 2>/dev/null || true
systemctl reset-failed quorate-drill.service quorate-drill-end.service 2>/dev/null || true
rm -rf "$FOLDER" "$KEYS"
# However this ends, nothing is left: where nobody says so before, a timer does.
systemd-run --quiet --unit=quorate-drill-end --on-active="$PATIENCE" --timer-property=AccuracySec=1s \
  /bin/sh -c "systemctl stop quorate-drill.service; rm -rf $FOLDER $KEYS"
# Keys lie in memory; the data where those of etcd may lie.
mkdir -m 700 "$FOLDER" "$KEYS"
echo "$DRILL" >"$FOLDER/drill"
