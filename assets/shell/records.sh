# Records. See frames.sh.

q_write() { # PATH OWNER MODE TEXT
  q_folder=${1%/*}
  q_new=$q_folder/.${1##*/}.quorate
  [ -d "$q_folder/" ] || mkdir -p "$q_folder" || return
  rm -f "$q_new" &&
    (umask 077 && printf '%s' "$4" >"$q_new") &&
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

# Before the file is there: one that Quorate wrote must never be missing from the manifest.
q_claim() { # PATH
  grep -qsxF -e "$1" "$q_state/manifest" && return
  (umask 077 && mkdir -p "$q_state" && printf '%s\n' "$1" >>"$q_state/manifest") ||
    q_failed $? "cannot write $q_state/manifest"
}

q_will_change() { # PATH: for the operations after it, in a check
  q_would=$q_would$1$q_nl
}
