# Records. See frames.sh.

# Texts are written by cat, not by the shell: of a full disk dash says no more than "I/O error".
q_write() { # PATH OWNER MODE TEXT
  q_folder=${1%/*}
  q_new=$q_folder/.${1##*/}.quorate
  [ -d "$q_folder/" ] || mkdir -p "$q_folder" || return
  rm -f "$q_new" &&
    (umask 077 && printf '%s' "$4" | cat >"$q_new") &&
    { [ -z "$2" ] || chown "$2" "$q_new"; } &&
    chmod "$3" "$q_new" &&
    mv -fT "$q_new" "$1" && return
  q_rc=$?
  rm -f "$q_new"
  return "$q_rc"
}

q_record() { # FILE TEXT
  (umask 077 && mkdir -p "$q_state") && q_write "$q_state/$1" '' 600 "$2" ||
    q_failed $? "cannot write $q_state/$1"
}

# The manifest, by which q_unwrite takes back what Quorate did. A line is one of
#   /PATH             a file; what was there before lies below before/
#   /PATH/            a folder that was missing
#   block NAME /PATH  a marked block in a file of others
#   user NAME         a user and a group
# Scripts may call q_note for what no operation stands for.
q_note() { # LINE
  grep -qsxF -e "$1" "$q_state/manifest" && return
  (umask 077 && mkdir -p "$q_state" && printf '%s\n' "$1" | cat >>"$q_state/manifest")
}

# Before the file is there: one that Quorate wrote must never be missing from the manifest.
q_claim() { # PATH
  grep -qsxF -e "$1" "$q_state/manifest" && return
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
