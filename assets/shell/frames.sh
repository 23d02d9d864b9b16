# How a node checks and brings about each kind of operation. Every program starts with the files of
# this folder, this one first; what follows them calls one function an operation. They need a POSIX
# shell (dash, or bash as sh) and what is essential in Debian and Ubuntu.
#
# A rerun has to be cheap: what the checks need is looked up for all operations at once
# (q_*_of) and matched inside the shell. After the first change each operation looks for itself.
#
# Each operation ends in exactly one of q_unchanged, q_changed, q_warned, q_failed. Operations
# and q_run are never called in a condition: that would switch off set -e in the scripts they run.

q_nl='
'
q_surveyed='' q_verifying='' q_differs='' q_would=$q_nl q_rereads='' q_work='' q_poller='' q_manifest=''
q_stats='' q_sums='' q_records='' q_units='' q_silent='' q_processes='' q_packages='' q_manager=apt

q_frame() { printf '\036%s %s\n' "$q_mark" "$1"; }

q_operation() { # INDEX FUNCTION ARGUMENT...
  q_index=$1
  shift
  q_frame "begin $q_index"
  "$@"
}

q_unchanged() { q_frame "unchanged $q_index ${1-}"; }

q_changed() {
  q_differs=yes
  [ "$q_mode" = check ] || q_surveyed=''
  q_frame "changed $q_index ${1-}"
}

q_warned() { q_frame "warned $q_index ${1-}"; }

q_failed() { # EXIT-CODE REASON
  q_frame "failed $q_index $1 $2"
  q_frame end
  exit 0
}

q_late() { # EXIT-CODE REASON: what was waited for did not come true in its time
  q_frame "late $q_index $1 $2"
  q_frame end
  exit 0
}

# The last lines of a text, for the person: as many as fit beside what else is told.
q_last_lines() { # TEXT COUNT
  [ -z "$1" ] || printf '%s\n' "$1" | tail -n "$2"
}

q_applying() { [ "$q_mode" = apply ]; }

q_clean() {
  [ -z "$q_poller" ] || kill -9 "$q_poller" 2>/dev/null
  [ -z "$q_work" ] || rm -rf "$q_work"
}
