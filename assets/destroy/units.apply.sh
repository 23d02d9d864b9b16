systemctl daemon-reload
for unit in $UNITS; do
  systemctl reset-failed "$unit" 2>/dev/null || true
done
