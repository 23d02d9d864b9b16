# Units. See frames.sh.

# What the unit reads, a line a file: sets q_lines (a record) and q_record_lines (as in q_records).
q_digest() { # INPUT...
  q_lines='' q_record_lines=''
  set -f
  IFS=$q_nl
  for q_line in $q_sums; do
    for q_input in "$@"; do
      case $q_line in
        *"  $q_input" | *"  $q_input/"*)
          q_lines=$q_lines$q_line$q_nl
          q_record_lines=$q_record_lines$q_own:$q_line$q_nl
          break
          ;;
      esac
    done
  done
  unset IFS
  set +f
  # Both ends: else a record with one file more would hold these lines too.
  q_lines=inputs$q_nl${q_lines}end$q_nl
  q_record_lines=$q_nl$q_own:inputs$q_nl$q_record_lines$q_own:end$q_nl
}

# The files of which the record says otherwise; none when one is gone: sets q_differing.
q_compare_inputs() {
  q_differing=''
  set -f
  IFS=$q_nl
  for q_line in $q_lines; do
    case $q_records in
      *"$q_nl$q_own:$q_line$q_nl"*) ;;
      *) q_differing=$q_differing${q_line#*  }$q_nl ;;
    esac
  done
  unset IFS
  set +f
}

# Lines without those of files that the process reads again by itself: sets q_left.
q_without_rereads() { # LINES
  q_left=''
  set -f
  IFS=$q_nl
  for q_line in $1; do
    case $q_rereads in
      *"$q_nl$q_line$q_nl"*) ;;
      *) q_left=$q_left$q_line$q_nl ;;
    esac
  done
  unset IFS
  set +f
}

# In a check: an operation before this one would change what the unit reads. Sets q_only_reread where
# that is what the process reads again by itself.
q_input_would_change() { # INPUT...
  if [ "$q_rereads" ]; then
    q_without_rereads "$q_would"
    q_would_differ "$q_nl$q_left" "$@" && return
    q_would_differ "$q_would" "$@" && q_only_reread=yes
  else
    q_would_differ "$q_would" "$@"
  fi
}

q_would_differ() { # CHANGES INPUT...
  q_changes=$1
  shift
  for q_input in "$@"; do
    case $q_changes in
      *"$q_nl$q_input$q_nl"* | *"$q_nl$q_input/"* | *"$q_nl${q_input%/*}$q_nl"*)
        q_differing=$q_input$q_nl
        return
        ;;
    esac
  done
  return 1
}

# Of files that differ, those that the process reads again by itself do not count.
q_leave_rereads() { # INPUT...
  [ "$q_rereads" ] && [ "$q_differing" ] || return 0
  q_without_rereads "$q_differing"
  if [ "$q_left" ]; then
    q_differing=$q_left
  else
    q_first=$q_differing
    q_without_rereads "$q_would"
    if q_applying || ! q_would_differ "$q_nl$q_left" "$@"; then
      q_only_reread=yes q_differing=$q_first
    fi
  fi
}

# Files that change what a unit's own file says, and that Quorate did not write: sets q_foreign.
q_foreign_drop_ins() { # INPUT...
  q_foreign=''
  for q_file in $q_drop_ins; do
    # Those of all services come with the machine, as in a container of LXC.
    case $q_file in */"$q_unit.d"/*) ;; *) continue ;; esac
    for q_input in "$@"; do
      [ "$q_input" != "$q_file" ] || continue 2
    done
    q_foreign=$q_foreign${q_foreign:+, }$q_file
  done
}

# Sets q_todo (empty, enable, read, note, start, reload, restart) and q_why.
q_service_todo() { # INPUT...
  q_todo='' q_why='' q_only_reread=''
  q_foreign_drop_ins "$@"
  case $q_enabled in
    enabled | static | alias | indirect | generated) ;;
    *) q_todo=enable q_why=enabled ;;
  esac
  case $q_active in
    active | reloading) ;;
    *)
      q_todo=start q_why=started
      return
      ;;
  esac
  q_process_todo
  [ "$q_todo" != restart ] || return 0
  case $q_records in
    *"$q_record_lines"*)
      if q_applying || ! q_input_would_change ${q_program:+"$q_program"} "$@"; then
        q_definition_todo "$@"
        return
      fi
      ;;
    *"$q_nl$q_own:end$q_nl"*)
      q_compare_inputs
      q_leave_rereads ${q_program:+"$q_program"} "$@"
      ;;
    *)
      q_todo=restart q_why="restarted: started by others"
      return
      ;;
  esac
  if [ "$q_only_reread" ]; then
    q_todo=note q_why="it reads ${q_differing%%"$q_nl"*} again by itself"
    q_definition_todo "$@"
    return
  fi
  q_todo=restart
  case $q_differing in
    '') q_why="restarted: a file is gone" ;;
    *"/$q_unit$q_nl"* | *"/$q_unit.d/"*) q_why="restarted: ${q_differing%%"$q_nl"*}" ;;
    *)
      [ "$q_may_reload" = no ] || q_todo=reload
      q_why="${q_todo}ed: ${q_differing%%"$q_nl"*}"
      ;;
  esac
}

# Does what runs answer, and is it still the file that is on disk?
q_process_todo() {
  [ "${q_pid:-0}" != 0 ] || return 0
  if q_is_stopped "$q_pid"; then
    q_todo=restart q_why="restarted: its process was stopped by a signal (SIGSTOP)"
    return
  fi
  case $q_silent in
    *"$q_nl$q_unit$q_nl"*)
      q_todo=restart q_why="restarted: it ran, but did not answer twice in a row"
      return
      ;;
  esac
  [ "$q_program" ] || return 0
  case $q_processes in
    *"/proc/$q_pid/exe' -> "*)
      q_line=${q_processes#*"/proc/$q_pid/exe' -> "}
      case ${q_line%%"$q_nl"*} in
        *" (deleted)'") q_todo=restart q_why="restarted: its program was replaced since it began" ;;
      esac
      ;;
  esac
}

# Is it started as its own file says? With drop-ins of others it is as somebody wishes it.
q_definition_todo() { # INPUT...
  [ -z "$q_foreign" ] || return 0
  for q_input in "$@"; do
    case $q_input in
      */"$q_unit")
        if [ "$q_fragment" ] && [ "$q_fragment" != "$q_input" ]; then
          q_todo=restart q_why="restarted: systemd had it from $q_fragment"
          return
        fi
        ;;
    esac
  done
  if ! q_runs_as_wanted; then
    q_todo=restart q_why="restarted: it ran with other arguments than its file has"
  elif [ "$q_reload" = yes ] && [ -z "$q_todo" ]; then
    q_todo=read q_why="systemd had not read its files again"
  fi
}

# What nobody compares is as wanted.
q_runs_as_wanted() {
  [ "$q_command" ] && [ "${q_pid:-0}" != 0 ] || return 0
  case $q_processes in
    *"$q_nl$q_command  /proc/$q_pid/cmdline$q_nl"*) return 0 ;;
    *"  /proc/$q_pid/cmdline$q_nl"*) ;;
    *) return 0 ;;
  esac
  # As it was after we had started it.
  q_line=${q_processes%"  /proc/$q_pid/cmdline$q_nl"*}
  case $q_records in
    *"$q_nl$q_own:command ${q_line##*"$q_nl"}$q_nl"*) return 0 ;;
  esac
  return 1
}

# A drop-in that starts something else than the unit's program is no wish that can be left alone.
q_starts_another_program() {
  [ "$q_foreign" ] && [ "$q_program" ] && ! q_runs_as_wanted || return 1
  q_line=$(tr '\0' '\n' <"/proc/$q_pid/cmdline" 2>/dev/null | head -n 1)
  [ "$q_line" ] && [ "${q_line##*/}" != "${q_program##*/}" ]
}

# What a unit printed last. Programs in Go end a panic with stack traces, which are long, push the
# reason out of sight, and tell nothing to who did not write them: these are left out.
q_last_words() { # UNIT
  journalctl -u "$1" -n 200 --no-pager | awk '
    # What systemd says of it comes in between.
    / systemd\[1\]: / { print; next }
    { said = $0; sub(/^.*[a-z]\[[0-9]+\]: /, "", said) }
    said ~ /^goroutine [0-9]+ / { trace = 1; next }
    trace && (said == "" || said ~ /^[ \t]/ || said ~ /^created by / || said ~ /^[^ ]+\(.*\)$/) { next }
    { trace = 0; print }' | tail -n 20
}

q_service_failed() { # EXIT-CODE REASON
  q_last_words "$q_unit"
  # How its program ended, as systemd has it: the exit code of the restart is systemctl's own.
  systemctl show --property=Result,ExecMainCode,ExecMainStatus -- "$q_unit" | tr '\n' ' '
  echo
  q_failed "$1" "$2"
}

# A unit that does not tell when it is ready is only known to run after a moment.
q_service_settled() {
  q_units_of "$q_unit"
  q_unit_state "$q_unit"
  [ "$q_active" = active ] || return
  case $q_type in
    simple | exec | idle) ;;
    *) return 0 ;;
  esac
  q_first=$q_pid
  sleep 1
  q_units_of "$q_unit"
  q_unit_state "$q_unit"
  [ "$q_active" = active ] && [ "$q_pid" = "$q_first" ]
}

# A unit whose process reads some files again by itself, of which FILES has one a line.
q_service_rereading() { # FILES q_service WORD...
  q_rereads=$q_nl$1$q_nl
  shift
  "$@"
  q_rereads=''
}

# ANSWERS is a condition, COMMAND the digest of what it is started with and PROGRAM the first word
# of that; each may be empty.
q_service() { # UNIT yes|no ANSWERS COMMAND PROGRAM INPUT...
  q_unit=$1 q_may_reload=$2 q_answers=$3 q_command=$4 q_program=$5 q_own=started/$1
  shift 5
  if [ -z "$q_surveyed" ]; then
    q_units_of "$q_unit"
    q_processes_of_units
    if [ "$q_answers" ]; then q_silent_of "$q_unit" "$q_answers"; else q_silent=''; fi
    q_records_of "$q_own"
    if [ $# -gt 0 ]; then q_sums_of "$@"; else q_sums=''; fi
  fi
  q_unit_state "$q_unit"
  q_digest "$@"
  q_service_todo "$@"
  if q_starts_another_program; then
    q_why="runs $q_line, as $q_foreign has it: take that away, then run this again"
    q_applying && q_failed 0 "$q_unit $q_why"
    q_changed "$q_why"
    return
  fi
  if [ -z "$q_todo" ]; then
    q_unchanged "${q_foreign:+left as $q_foreign has it}"
    return
  fi
  if q_applying; then
    q_service_apply
    q_record "$q_own" "$q_lines"
  fi
  q_changed "$q_why"
}

q_service_apply() {
  # Enabled without systemd reading all its files, which then is done once.
  q_read=''
  case $q_enabled in
    enabled | static | alias | indirect | generated) ;;
    masked*) q_failed 0 "$q_unit is masked by $(q_mask_of "$q_unit"): \`systemctl unmask $q_unit\` takes that away" ;;
    *)
      systemctl --quiet --no-reload enable "$q_unit" || q_failed $? "cannot enable $q_unit"
      q_read=yes
      ;;
  esac
  # A timer is not behind the file of what it starts, which may be.
  case $q_unit in
    *.timer)
      case $(systemctl show --property=NeedDaemonReload -- "${q_unit%.timer}.service") in
        *NeedDaemonReload=no*) ;;
        *) q_read=yes ;;
      esac
      ;;
  esac
  if [ "$q_read" ] || [ "$q_reload" != no ] || [ "$q_load" != loaded ] || [ "$q_todo" = read ]; then
    systemctl daemon-reload || q_failed $? "cannot read the units again"
  fi
  case $q_todo in
    enable | read | note)
      q_note_command
      return
      ;;
    reload)
      if systemctl reload "$q_unit" && q_service_settled; then
        q_note_command
        return
      fi
      ;;
  esac
  # A unit that failed too often in a row would be refused.
  systemctl reset-failed "$q_unit" 2>/dev/null
  systemctl restart "$q_unit" || q_service_failed $? "$q_unit does not start$(q_blamed)"
  q_service_settled ||
    q_service_failed 0 "$q_unit does not stay up: it is ${q_active:-unknown}$(q_blamed)"
  q_note_command
}

q_blamed() {
  [ -z "$q_foreign" ] || printf '%s' "; $q_foreign changes it"
}

# A command that systemd made otherwise out of the unit's own file than we would is the right one.
q_note_command() {
  [ "$q_command" ] && [ -z "$q_foreign" ] || return 0
  q_units_of "$q_unit"
  q_unit_state "$q_unit"
  q_processes_of_units
  ! q_runs_as_wanted || return 0
  q_line=${q_processes%"  /proc/$q_pid/cmdline$q_nl"*}
  q_lines="${q_lines}command ${q_line##*"$q_nl"}$q_nl"
}

q_mask_of() { # UNIT
  for q_file in /etc/systemd/system /run/systemd/system; do
    [ ! -L "$q_file/$1" ] || printf '%s' "$q_file/$1"
  done
}

q_no_service() { # UNIT
  [ "$q_surveyed" ] || q_units_of "$1"
  q_unit_state "$1"
  case $q_active/$q_enabled in
    inactive/enabled* | failed/enabled*) q_why=disabled ;;
    inactive/* | failed/*)
      q_unchanged
      return
      ;;
    *) q_why=stopped ;;
  esac
  if q_applying; then
    # One that systemd-run made is in no file that could be disabled.
    if [ "$q_enabled" = transient ]; then
      systemctl stop "$1"
    else
      systemctl --quiet disable --now "$1" || systemctl stop "$1"
    fi || q_failed $? "cannot stop $1"
    q_units_of "$1"
    q_unit_state "$1"
    case $q_active in
      inactive | failed) ;;
      *) q_failed 0 "$1 still runs: it is $q_active" ;;
    esac
    rm -f "$q_state/started/$1"
  fi
  q_changed "$q_why"
}
