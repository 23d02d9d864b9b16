# What an upgrade before has left, if it did not end.
rm -f "$LOG" "$LOG.pods"
if [ "$MASTER" ]; then
  pods >"$LOG.pods" || { rm -f "$LOG.pods"; echo "which pods run could not be noted"; }
fi
# Not the shell's child: it goes on when a run is cut off, until another one ends it.
systemd-run --quiet --collect --unit=quorate-asks --property=RuntimeMaxSec=86400 /bin/sh "$ASKS"
