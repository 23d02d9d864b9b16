# Files. See frames.sh.

q_difference() { # PATH OWNER MODE: what of them differs
  q_why=''
  q_line=$(stat -L -c '%U:%G %a' -- "$1" 2>/dev/null) || {
    q_why=missing
    return
  }
  [ "${q_line% *}" = "$2" ] || q_why="owner $2, was ${q_line% *}"
  [ "${q_line##* }" = "$3" ] || q_why="$q_why${q_why:+, }mode $3, was ${q_line##* }"
}

q_directory() { # PATH OWNER MODE
  [ "$q_surveyed" ] || q_stats_of "$1"
  case $q_stats in
    *"$q_nl$1|$2|$3|directory|"*)
      q_unchanged
      return
      ;;
  esac
  q_difference "$1" "$2" "$3"
  if q_applying; then
    q_claim_folder "$1"
    mkdir -p -m "$3" -- "$1" && chown "$2" "$1" && chmod "$3" "$1" ||
      q_failed $? "cannot make the folder $1"
  fi
  q_changed "$q_why"
}

q_has_content() { # PATH SHA256 TEXT
  if [ "$q_surveyed" ]; then
    case $q_sums in
      *"$q_nl$2  $1$q_nl"*) return 0 ;;
    esac
  fi
  [ -f "$1" ] && printf '%s' "$3" | cmp -s - "$1"
}

q_show_diff() { # PATH: the wanted text comes on standard input
  q_old=$1
  [ -f "$1" ] || q_old=/dev/null
  diff -u -L "$1" -L "$1 (wanted)" "$q_old" - | sed "s/^/$q_rs$q_mark diff $q_index /"
}

q_write_file() { # PATH OWNER MODE SHA256 shown|secret TEXT
  [ "$q_surveyed" ] || q_stats_of "$1"
  q_same=''
  if q_has_content "$1" "$4" "$6"; then
    q_same=yes
    case $q_stats in
      *"$q_nl$1|$2|$3|regular "*)
        q_unchanged
        return
        ;;
    esac
  fi
  q_difference "$1" "$2" "$3"
  [ "$q_same" ] || [ "$q_why" = missing ] || q_why="content${q_why:+, }$q_why"
  if q_applying; then
    q_claim "$1"
    q_write "$1" "$2" "$3" "$6" || q_failed $? "cannot write $1"
  else
    q_will_change "$1"
    if [ "$5" = secret ]; then
      q_frame "diff $q_index (secret)"
    elif [ -z "$q_same" ]; then
      printf '%s' "$6" | q_show_diff "$1"
    fi
  fi
  q_changed "$q_why"
}

q_with_block() { # PATH NAME TEXT: prints the file as it should be
  q_old=$1
  [ -f "$1" ] || q_old=/dev/null
  q_name=$2 q_text=$3 awk '
    function block() {
      print "# BEGIN " name
      if (text != "") print text
      print "# END " name
      placed = 1
    }
    BEGIN {
      name = ENVIRON["q_name"]
      text = ENVIRON["q_text"]
      sub(/\n+$/, "", text)
    }
    !inside && $0 == "# BEGIN " name { inside = 1; held = ""; next }
    inside && $0 == "# END " name { inside = 0; if (!placed) block(); next }
    inside { held = held $0 "\n"; next }
    { print }
    END {
      # Without its end the block may have swallowed lines of others: they stay.
      if (inside) printf "%s", held
      if (!placed) block()
    }' "$q_old"
}

q_without_block() { # PATH NAME: prints the file without it
  q_name=$2 awk '
    $0 == "# BEGIN " ENVIRON["q_name"] { inside = 1; held = ""; next }
    inside && $0 == "# END " ENVIRON["q_name"] { inside = 0; next }
    inside { held = held $0 "\n"; next }
    { print }
    END { if (inside) printf "%s", held }' "$1"
}

q_edit() { # PATH FUNCTION ARGUMENT...: the file becomes what FUNCTION PATH ARGUMENT... prints
  q_real=$(readlink -f "$1") && [ "$q_real" ] || q_failed 1 "no folder for $1"
  q_new=${q_real%/*}/.${q_real##*/}.quorate
  q_function=$2
  shift 2
  if [ -e "$q_real" ]; then cp -p "$q_real" "$q_new"; else : >"$q_new"; fi &&
    "$q_function" "$q_real" "$@" >"$q_new" || q_failed $? "cannot write $q_new"
  # A container's /etc/hosts may be a mount, which cannot be renamed over.
  q_why=$(mv -fT "$q_new" "$q_real" 2>&1) ||
    { cat "$q_new" >"$q_real" && rm -f "$q_new"; } ||
    q_failed $? "cannot write $q_real${q_why:+: ${q_why##*"$q_nl"}}"
}

q_file_block() { # PATH NAME TEXT
  if [ -f "$1" ] && q_with_block "$@" | cmp -s - "$1"; then
    q_unchanged
    return
  fi
  if q_applying; then
    q_note "block $2 $1" || q_failed $? "cannot write $q_state/manifest"
    q_edit "$1" q_with_block "$2" "$3"
  else
    q_will_change "$1"
    q_with_block "$@" | q_show_diff "$1"
  fi
  q_changed "block $2"
}

q_remove_file() { # PATH
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    q_unchanged
    return
  fi
  if q_applying; then
    rm -f -- "$1" || q_failed $? "cannot remove $1"
  else
    q_will_change "$1"
  fi
  q_changed
}
