# Looking at the machine. See frames.sh.

q_stat_format='%n|%U:%G|%a|%F|%s|%Y'

q_stats_of() { # PATH...
  q_stats=$q_nl$(stat -L -c "$q_stat_format" -- "$@" 2>/dev/null)$q_nl
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
  # shellcheck disable=SC2016
  q_packages=$q_nl$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)$q_nl
}

q_units_of() { # UNIT...
  q_units=$q_nl
  q_load='' q_active='' q_enabled='' q_reload='' q_type='' q_pid=''
  while IFS= read -r q_line; do
    case $q_line in
      LoadState=*) q_load=${q_line#*=} ;;
      ActiveState=*) q_active=${q_line#*=} ;;
      UnitFileState=*) q_enabled=${q_line#*=} ;;
      NeedDaemonReload=*) q_reload=${q_line#*=} ;;
      Type=*) q_type=${q_line#*=} ;;
      MainPID=*) q_pid=${q_line#*=} ;;
      '')
        [ $# -gt 0 ] || break
        q_units=$q_units"$1|$q_load|$q_active|$q_enabled|$q_reload|$q_type|$q_pid|"$q_nl
        q_load='' q_active='' q_enabled='' q_reload='' q_type='' q_pid=''
        shift
        ;;
    esac
  done <<EOF
$(systemctl show --property=LoadState,ActiveState,UnitFileState,NeedDaemonReload,Type,MainPID \
  -- "$@" 2>/dev/null)

EOF
}

q_unit_state() { # UNIT
  q_load='' q_active='' q_enabled='' q_reload='' q_type='' q_pid=''
  set -f
  IFS=$q_nl
  for q_line in $q_units; do
    case $q_line in
      "$1|"*)
        IFS='|'
        # shellcheck disable=SC2086
        set -- $q_line
        q_load=$2 q_active=$3 q_enabled=$4 q_reload=$5 q_type=${6-} q_pid=${7-}
        break
        ;;
    esac
  done
  unset IFS
  set +f
}

q_clock() { # whole seconds that only grow
  read -r q_now _ </proc/uptime
  q_now=${q_now%.*}
}
