trap 'rm -rf "$FOLDER" "$KEYS" "$RECORD.new"' EXIT
# By itself in its network, and last where others want the machine. When it is stopped, all that it
# started stops with it, and what it made goes.
systemd-run --quiet --unit=quorate-drill --wait --pipe --collect \
  --property=PrivateNetwork=yes --property=KillMode=control-group --property=TimeoutStopSec=5 \
  --property=RuntimeMaxSec="$WITHIN" --property=MemoryMax=50% --property=CPUWeight=20 --property=IOWeight=20 \
  --property=ExecStopPost="/bin/rm -rf $FOLDER $KEYS" \
  /bin/sh "$FOLDER/program" | tee "$RECORD.new"
systemctl stop quorate-drill-end.timer
verdict=$(sed -n 's/^verdict good //p' "$RECORD.new")
[ "$verdict" ] || exit 1
printf '%s\n' "$DRILL" "$verdict" >"$RECORD.part"
mv -f "$RECORD.part" "$RECORD"
