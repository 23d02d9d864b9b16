# The last lines that this machine's log has of the cluster's units, of the last day. A section begins
# with its name; what belongs to it, also why it could not be told, stands behind a blank:
#   unit NAME   what the unit logged
#   state       what systemd says of the units
#   failed      units that failed, whosever they are
#   memory      what the kernel ended for want of memory
#   ours        why units of Quorate's own could not be listed
#   end
bad=0

behind() { cut -c 1-{{width}} | sed 's/^/ /'; }

tell() { # SECTION COMMAND...
  printf '%s\n' "$1"
  shift
  said=$("$@" 2>&1) || bad=1
  [ -z "$said" ] || printf '%s\n' "$said" | behind
}

# No names of hosts: who reads it knows which machine was asked.
logged() { timeout 30 journalctl -q --no-pager --no-hostname -o short-iso --since=-1day "$@"; }

out_of_memory() {
  kernel=$(logged -k -n 20000) || {
    printf '%s\n' "$kernel"
    return 1
  }
  printf '%s\n' "$kernel" | awk '/[Oo]ut of memory|oom-kill|oom_reaper/' | tail -n 50
}

ours=$(systemctl show -p Id --value 'quorate-*.service' 2>&1) || {
  printf 'ours\n'
  printf '%s\n' "$ours" | behind
  ours='' bad=1
}
# shellcheck disable=SC2086
units=$(printf '%s\n' {{units}} $ours | sort -u)
for unit in $units; do
  tell "unit $unit" logged -n {{lines}} -u "$unit"
done
# shellcheck disable=SC2086
tell state systemctl show -p Id -p ActiveState -p SubState -p Result -p NRestarts -p ExecMainStatus \
  -p StateChangeTimestamp $units
tell failed systemctl show --state=failed -p Id --value '*'
tell memory out_of_memory
echo end
exit "$bad"
