# Records. See frames.sh.

# What is made anew is root's, but where the folder gives its group on.
q_own_by_birth() { # OWNER FOLDER
  case $1 in
    '') return 0 ;;
    root:root) [ ! -g "$2/" ] ;;
    *) return 1 ;;
  esac
}

# Programs are started only where the shell cannot do it: an install writes hundreds of files, and
# each start costs more than all else. Of a full disk dash says no more than "I/O error": then cat
# says it.
q_write() { # PATH OWNER MODE TEXT
  q_folder=${1%/*}
  q_new=$q_folder/.${1##*/}.quorate
  [ -d "$q_folder/" ] || mkdir -p "$q_folder" || return
  { { [ ! -e "$q_new" ] && [ ! -L "$q_new" ]; } || rm -f "$q_new"; } &&
    q_write_new "$2" "$3" "$4" &&
    mv -fT "$q_new" "$1" && return
  q_rc=$?
  rm -f "$q_new"
  return "$q_rc"
}

q_write_new() { # OWNER MODE TEXT: into q_new
  if [ "$2" = 644 ] && q_own_by_birth "$1" "$q_folder"; then
    q_print "$3" >"$q_new" || printf '%s' "$3" | cat >"$q_new"
    return
  fi
  umask 077
  q_print "$3" >"$q_new" || printf '%s' "$3" | cat >"$q_new"
  q_rc=$?
  umask 022
  [ "$q_rc" = 0 ] || return "$q_rc"
  q_own_by_birth "$1" "$q_folder" || chown "$1" "$q_new" || return
  chmod "$2" "$q_new"
}

q_print() { printf '%s' "$1" 2>/dev/null; }

q_record() { # FILE TEXT
  q_make_state && q_write "$q_state/$1" '' 600 "$2" ||
    q_failed $? "cannot write $q_state/$1"
}

q_make_state() { [ -d "$q_state" ] || (umask 077 && mkdir -p "$q_state"); }

# The manifest, by which q_unwrite takes back what Quorate did. A line is one of
#   /PATH             a file; what was there before lies below before/
#   /PATH/            a folder that was missing
#   block NAME /PATH  a marked block in a file of others
#   user NAME         a user and a group
# Scripts may call q_note for what no operation stands for.
q_note() { # LINE
  ! q_noted "$1" || return 0
  q_make_state || return
  # Its owner's alone from its first line on.
  [ -e "$q_state/manifest" ] || (umask 077 && : >"$q_state/manifest") || return
  q_print "$1$q_nl" >>"$q_state/manifest" || printf '%s\n' "$1" | cat >>"$q_state/manifest" || return
  q_manifest=$q_manifest$1$q_nl
}

# The manifest is read once, and anew when a script may have written to it.
q_noted() { # LINE
  if [ -z "$q_manifest" ]; then
    q_manifest=$q_nl
    [ ! -s "$q_state/manifest" ] || q_manifest=$q_nl$(cat "$q_state/manifest")$q_nl
  fi
  case $q_manifest in *"$q_nl$1$q_nl"*) return 0 ;; esac
  return 1
}

# Before the file is there: one that Quorate wrote must never be missing from the manifest.
q_claim() { # PATH
  ! q_noted "$1" || return 0
  q_claim_folder "${1%/*}"
  if { [ -e "$1" ] || [ -L "$1" ]; } && [ ! -d "$1" ]; then
    (umask 077 && mkdir -p "$q_state/before${1%/*}") &&
      cp -pP --remove-destination -- "$1" "$q_state/before$1" ||
      q_failed $? "cannot keep what $1 was before"
  fi
  q_note "$1" || q_failed $? "cannot write $q_state/manifest"
}

q_claim_folder() { # PATH: with what is missing above it
  q_path=$1
  while [ "$q_path" ] && [ ! -d "$q_path" ]; do
    q_note "$q_path/" || q_failed $? "cannot write $q_state/manifest"
    q_path=${q_path%/*}
  done
}

q_will_change() { # PATH: for the operations after it, in a check
  q_would=$q_would$1$q_nl
}
