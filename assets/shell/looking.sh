# Looking at the machine. See frames.sh.

# With what nobody can put back: the inode, and when it was last changed (ctime).
q_stat_format='%n|%U:%G|%a|%F|%s|%Y|%i|%.9Z'

q_stats_of() { # PATH...
  q_stats=$q_nl$(stat -L -c "$q_stat_format" -- "$@" 2>/dev/null)$q_nl
}

q_stats_of_one() { # PATH: what is not there takes no program to see
  if [ -e "$1" ]; then q_stats_of "$1"; else q_stats=$q_nl; fi
}

# SHA-256 of files, folders counting with all of theirs; a large file counts by size and time,
# because hashing hundreds of megabytes of binaries at every look takes seconds.
q_sums_of() { # PATH...
  q_sums=$q_nl$(find -L "$@" -type f \
    \( -size +2048 -printf '%s-%T@  %p\n' -o -exec sha256sum {} + \) 2>/dev/null | sort -u -k 2)$q_nl
}

q_records_of() { # FILE...  below the state folder; the table holds "FILE:LINE"
  q_records=$q_nl$(cd "$q_state" 2>/dev/null && grep -Hs '' "$@")$q_nl
}

q_packages_of() { # NAME...
  if [ "$q_manager" = dnf ]; then
    q_rpms_of "$@"
    return
  fi
  # shellcheck disable=SC2016
  q_packages=$q_nl$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)$q_nl
}

# What provides a name counts: curl is there where curl-minimal is. Mostly one question is enough.
q_rpms_of() { # NAME...
  q_packages=$q_nl
  q_whole=''
  ! rpm -q --whatprovides "$@" >/dev/null 2>&1 || q_whole=yes
  for q_name in "$@"; do
    [ "$q_whole" ] || rpm -q --whatprovides "$q_name" >/dev/null 2>&1 || continue
    q_packages="$q_packages$q_name installed$q_nl"
  done
}

q_units_of() { # UNIT...
  q_units=$q_nl
  q_unit_unknown
  while IFS= read -r q_line; do
    case $q_line in
      LoadState=*) q_load=${q_line#*=} ;;
      ActiveState=*) q_active=${q_line#*=} ;;
      UnitFileState=*) q_enabled=${q_line#*=} ;;
      NeedDaemonReload=*) q_reload=${q_line#*=} ;;
      Type=*) q_type=${q_line#*=} ;;
      MainPID=*) q_pid=${q_line#*=} ;;
      FragmentPath=*) q_fragment=${q_line#*=} ;;
      DropInPaths=*) q_drop_ins=${q_line#*=} ;;
      '')
        [ $# -gt 0 ] || break
        q_line="$1|$q_load|$q_active|$q_enabled|$q_reload|$q_type|$q_pid|$q_fragment|$q_drop_ins|"
        q_units=$q_units$q_line$q_nl
        q_unit_unknown
        shift
        ;;
    esac
  done <<EOF
$(systemctl show --property=LoadState,ActiveState,UnitFileState,NeedDaemonReload,Type,MainPID \
  --property=FragmentPath,DropInPaths -- "$@" 2>/dev/null)

EOF
}

# What the processes of q_units were started with, and from which file: sets q_processes, lines
# "SHA256  /proc/PID/cmdline" and "'/proc/PID/exe' -> 'FILE'".
q_processes_of_units() {
  q_commands='' q_programs=''
  set -f
  IFS=$q_nl
  for q_line in $q_units; do
    q_line=${q_line#*"|"*"|"*"|"*"|"*"|"*"|"}
    q_line=${q_line%%"|"*}
    [ "${q_line:-0}" = 0 ] || {
      q_commands=$q_commands/proc/$q_line/cmdline$q_nl
      q_programs=$q_programs/proc/$q_line/exe$q_nl
    }
  done
  # shellcheck disable=SC2086
  q_processes=$q_nl$([ -z "$q_commands" ] || {
    sha256sum $q_commands
    stat -c %N $q_programs
  } 2>/dev/null)$q_nl
  unset IFS
  set +f
}

q_unit_unknown() {
  q_load='' q_active='' q_enabled='' q_reload='' q_type='' q_pid='' q_fragment='' q_drop_ins=''
}

q_unit_state() { # UNIT
  q_unit_unknown
  set -f
  IFS=$q_nl
  for q_line in $q_units; do
    case $q_line in
      "$1|"*)
        IFS='|'
        # shellcheck disable=SC2086
        set -- $q_line
        q_load=$2 q_active=$3 q_enabled=$4 q_reload=$5 q_type=${6-} q_pid=${7-}
        q_fragment=${8-} q_drop_ins=${9-}
        break
        ;;
    esac
  done
  unset IFS
  set +f
}

# Units that run and do not answer, all asked at once: sets q_silent. Those that are not active are
# not asked; q_units has to know them.
q_silent_of() { # [UNIT CONDITION]...
  q_silent=$q_nl$(
    while [ $# -gt 0 ]; do
      q_unit_state "$1"
      # Of a process that was stopped the answer is known.
      if [ "$q_active" = active ] && ! q_is_stopped "${q_pid:-0}"; then
        q_ask "$1" "$2" &
      fi
      shift 2
    done
    wait
  )$q_nl
}

# Twice: a busy disk may take a process's time once, and to restart one that is well costs more.
q_ask() { # UNIT CONDITION
  q_run "$2" >/dev/null 2>&1 || { sleep 2 && q_run "$2" >/dev/null 2>&1; } || printf '%s\n' "$1"
}

# A process that was stopped (SIGSTOP), or whose child was: systemd calls it active all the same.
q_is_stopped() { # PID
  q_children=''
  # Without a line end, for which read fails.
  { read -r q_children <"/proc/$1/task/$1/children"; } 2>/dev/null || true
  for q_process in $1 $q_children; do
    q_line=''
    { read -r q_line <"/proc/$q_process/stat"; } 2>/dev/null || true
    case ${q_line##*") "} in "T "*) return 0 ;; esac
  done
  return 1
}

q_clock() { # whole seconds that only grow
  read -r q_now _ </proc/uptime
  q_now=${q_now%.*}
}
