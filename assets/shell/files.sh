# Files. See frames.sh.

q_difference() { # PATH OWNER MODE: what of them differs
  q_why=''
  if [ -L "$1" ] && [ ! -d "$1" ]; then
    q_why="a link to $(readlink -- "$1") was in its place"
    return
  fi
  q_line=''
  [ -e "$1" ] && q_line=$(stat -L -c '%U:%G %a' -- "$1" 2>/dev/null) || {
    q_why=missing
    return
  }
  [ "${q_line% *}" = "$2" ] || q_why="owner $2, was ${q_line% *}"
  [ "${q_line##* }" = "$3" ] || q_why="$q_why${q_why:+, }mode $3, was ${q_line##* }"
}

q_directory() { # PATH OWNER MODE
  [ "$q_surveyed" ] || q_stats_of_one "$1"
  case $q_stats in
    *"$q_nl$1|$2|$3|directory|"*)
      q_unchanged
      return
      ;;
  esac
  q_difference "$1" "$2" "$3"
  if q_applying; then
    q_claim_folder "$1"
    q_make_directory "$@" || q_failed $? "cannot make the folder $1"
  fi
  q_changed "$q_why"
}

q_make_directory() { # PATH OWNER MODE
  if [ "$q_why" = missing ] && q_own_by_birth "$2" "${1%/*}"; then
    mkdir -p -m "$3" -- "$1"
  else
    mkdir -p -m "$3" -- "$1" && chown "$2" "$1" && chmod "$3" "$1"
  fi
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
  diff -u -L "$1" -L "$1 (wanted)" "$q_old" - | sed -E -e '1,2b frame' -e '/^-/!b frame' \
    -e "s/^(-[[:space:]]*[\"']?[a-z0-9_.-]*(pass(word|wd|phrase)?|secret|token|auth(orization)?|credentials?)[\"']?[[:space:]]*[=:][[:space:]]*).+/\\1•••/I" \
    -e 's#://[^/@[:space:]]+@#://•••@#g' -e ': frame' -e "s/^/$q_rs$q_mark diff $q_index /"
}

# The same where secrets are, or were: lines that go are shown up to their key, as nobody knows
# what stands behind it. What is as it was is laid over the node's lines first, so that a secret
# that stays makes no difference.
q_show_guarded() { # PATH TEXT SHOWN
  q_old=$1
  [ -f "$1" ] || q_old=/dev/null
  q_lines=$(
    printf '%s\n%s\n%s\n' "$2" "$q_mark" "$3" | awk -v mark="$q_mark" '
      NR != FNR { if ($0 in shown) print shown[$0]; else print; next }
      $0 == mark { half = 1; n = 0; next }
      !half { real[++n] = $0; next }
      { if (real[++n] != $0) shown[real[n]] = $0 }' - "$q_old" |
      diff -u -L "$1" -L "$1 (wanted)" - /dev/fd/3 3<<QUORATE_SHOWN
${3%"$q_nl"}
QUORATE_SHOWN
  )
  [ "$q_lines" ] || q_lines='••• differs'
  printf '%s\n' "$q_lines" | sed -E -e '1,2b frame' -e '/^-/!b frame' \
    -e "s/^(-[[:space:]]*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9_.-]+)[[:space:]]*[=:][[:space:]]).+/\\1•••/" \
    -e 't frame' -e '/^-[[:space:]]*$/b frame' -e '/^-[[:space:]]*\[[A-Za-z][^]=]*\]$/b frame' \
    -e 's/^-.*/-•••/' -e ': frame' -e "s/^/$q_rs$q_mark diff $q_index /"
}

q_held_secret() { # MODE WANTED-MODE: whether a file had one: its owner alone could read it
  case $1,$2 in
    400,* | ?00,?[!0]? | ?00,??[!0]) ;;
    *) return 1 ;;
  esac
}

# Before a file is written: a unit that read what was there has to be started anew, also when the
# file becomes what it was when the unit was last started by us.
q_unsettle() { # PATH
  for q_file in "$q_state"/started/*; do
    [ -e "$q_file" ] || return 0
    break
  done
  q_started=$(grep -lsF -- "  $1" "$q_state"/started/*)
  IFS=$q_nl
  for q_file in $q_started; do
    unset IFS
    q_lines=$(sed "s|^[^ ]*  $1\$|changed  $1|" "$q_file")
    q_record "started/${q_file##*/}" "$q_lines$q_nl"
  done
  unset IFS
}

q_write_file() { # PATH OWNER MODE SHA256 shown|partly|secret TEXT [TEXT-AS-SHOWN]
  [ "$q_surveyed" ] || q_stats_of_one "$1"
  q_same=''
  if q_has_content "$1" "$4" "$6"; then
    q_same=yes
    case $q_stats in
      *"$q_nl$1|$2|$3|regular "*)
        [ -L "$1" ] || {
          q_unchanged
          return
        }
        ;;
    esac
  fi
  q_difference "$1" "$2" "$3"
  [ "$q_same" ] || [ "$q_why" = missing ] || q_why="content${q_why:+, }$q_why"
  if q_applying; then
    q_claim "$1"
    if [ "$q_same" ] && [ ! -L "$1" ]; then
      chown "$2" "$1" && chmod "$3" "$1"
    else
      [ "$q_same" ] || q_unsettle "$1"
      q_write "$1" "$2" "$3" "$6"
    fi || q_failed $? "cannot write $1"
  else
    q_will_change "$1"
    [ "$q_same" ] || q_preview "$1" "$3" "$5" "$6" "${7-}"
  fi
  q_changed "$q_why"
}

q_preview() { # PATH MODE shown|partly|secret TEXT TEXT-AS-SHOWN: after q_difference
  if [ "$q_why" = missing ]; then
    # All of it is new, and known to who asks.
    q_frame "new $q_index"
    return
  fi
  case $3 in
    secret) q_frame "diff $q_index •••" ;;
    partly) q_show_guarded "$1" "$4" "$5" ;;
    *)
      if q_held_secret "${q_line##* }" "$2"; then
        q_show_guarded "$1" "$4" "$4"
      else
        printf '%s' "$4" | q_show_diff "$1"
      fi
      ;;
  esac
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
