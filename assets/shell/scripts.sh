# Scripts. See frames.sh.

q_run() { # TEXT [NAME=VALUE]...
  (
    q_text=$1
    shift
    [ $# = 0 ] || export "$@"
    set --
    set -e
    eval "$q_text"
  )
}

# For checks: says why it does not hold, and ends it.
q_because() { # REASON
  printf '\n%s%s\n' "$q_rs" "$1"
  exit 1
}

# Takes the reason out of q_checked: sets q_why.
q_check_reason() {
  q_why=''
  case $q_checked in
    *"$q_nl$q_rs"*)
      q_why=${q_checked##*"$q_nl$q_rs"}
      q_checked=${q_checked%"$q_nl$q_rs"*}$q_nl$q_why
      ;;
  esac
}

q_script() { # CHECK APPLY ATTEMPTS [NAME=VALUE]...
  q_check=$1 q_apply=$2 q_attempts=$3
  shift 3
  # A check that fails says that there is something to do; when that fails too, its words may say
  # why.
  q_checked=$(q_run "$q_check" "$@" 2>&1)
  q_rc=$?
  if [ "$q_rc" = 0 ]; then
    q_unchanged
    return
  fi
  q_check_reason
  q_attempt=1 q_pause=2
  while q_applying; do
    q_run "$q_apply" "$@"
    q_rc=$?
    q_manifest=''
    [ "$q_rc" != 0 ] || break
    [ "$q_attempt" -lt "$q_attempts" ] || q_script_failed
    echo "attempt $q_attempt of $q_attempts ended with exit code $q_rc, again in $q_pause s"
    sleep "$q_pause"
    q_attempt=$((q_attempt + 1)) q_pause=$((q_pause * 2))
  done
  q_changed "$q_why"
}

q_script_failed() {
  if [ "$q_checked" ]; then
    echo "the look before had said:"
    q_last_lines "$q_checked" 5
  fi
  q_failed "$q_rc" ''
}

# Looks until the condition holds; sets q_rc and q_out. What it says is told when it is new. Between
# looks that take long the pause is as long, up to 5 s: on a machine that is busy, those who wait must
# not be what keeps it so.
q_look_until() { # CONDITION SECONDS PAUSE
  q_clock
  q_until=$((q_now + $2))
  q_said=''
  while :; do
    q_begun=$q_now
    q_out=$(q_run "$1" 2>&1)
    q_rc=$?
    [ "$q_rc" != 0 ] && q_applying || return
    q_clock
    [ "$q_now" -lt "$q_until" ] || return
    [ "$q_out" = "$q_said" ] || printf '%s\n' "${q_out##*"$q_nl"}"
    q_said=$q_out
    case $((q_now - q_begun)) in
      0 | 1) sleep "$3" ;;
      2 | 3 | 4) sleep $((q_now - q_begun)) ;;
      *) sleep 5 ;;
    esac
    q_clock
  done
}

# What comes of changes is not looked at before they are made: it would take its time where what
# is asked is not there yet, or not any more.
q_awaits_changes() {
  ! q_applying && [ "$q_differs" ] || return 1
  q_changed "looked at when the rest is done"
}

# What a look came to, in a line: also of one that says nothing.
q_answer() {
  if [ "$q_out" ]; then
    printf '%s' "${q_out##*"$q_nl"}"
  else
    printf '%s' "the look ends with exit code $q_rc and says nothing"
  fi
}

q_wait_for() { # CONDITION SECONDS PAUSE
  q_awaits_changes && return
  q_look_until "$@"
  if [ "$q_rc" = 0 ]; then
    q_unchanged "${q_out##*"$q_nl"}"
  elif q_applying; then
    # The last line was told when it was new.
    case $q_out in *"$q_nl"*) q_last_lines "${q_out%"$q_nl"*}" 15 ;; esac
    q_late "$q_rc" "not within $2 s: $(q_answer)"
  else
    q_changed "${q_out##*"$q_nl"}"
  fi
}

q_verify() { # CONDITION SECONDS
  q_awaits_changes && return
  q_look_until "$1" "$2" 1
  q_evidence=''
  set -f
  IFS=$q_nl
  # shellcheck disable=SC2086
  set -- $q_out
  unset IFS
  set +f
  while [ $# -gt 8 ]; do shift; done
  for q_line in "$@"; do
    q_evidence=$q_evidence${q_evidence:+ · }$q_line
  done
  [ "$q_evidence" ] || [ "$q_rc" = 0 ] || q_evidence=$(q_answer)
  if [ "$q_rc" = 0 ]; then
    q_unchanged "$q_evidence"
  else
    q_warned "$q_evidence"
  fi
}
