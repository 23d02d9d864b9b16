# This program came over a connection of its own: SSH is alive under the new rules.
if systemctl is-active -q quorate-repair.timer; then
  systemctl stop quorate-repair.timer
  rm -rf /run/quorate-repair
else
  rm -rf /run/quorate-repair
  echo "it took too long: the old rules are back already" >&2
  exit 1
fi
