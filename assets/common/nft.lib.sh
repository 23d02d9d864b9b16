# Whether a table of nft holds what a file loads; says what it has otherwise. nft itself is asked: the
# file is loaded once more where it concerns nobody, in a network namespace that is gone at once, and
# both are listed. So no version of nft and no restart of the machine makes a difference. Exit code
# 1: it does not. 2: it has rules, and whether they are these cannot be told here.
table_holds() { # FAMILY TABLE FILE
  if ! have=$(nft -s list table "$1" "$2" 2>/dev/null); then
    have=$(nft list table "$1" "$2" 2>/dev/null) || { echo "was missing"; return 1; }
  fi
  if ! printf '%s\n' "$have" | grep -Evq '^[[:space:]]*((table|chain|type) |}|$)'; then
    echo "was empty"
    return 1
  fi
  # shellcheck disable=SC2016
  if ! wanted=$(unshare -n sh -c 'nft -f "$3" && nft -s list table "$1" "$2"' sh "$@" 2>/dev/null); then
    # shellcheck disable=SC2016
    why=$(unshare -n sh -c 'nft -f "$3" && nft -s list table "$1" "$2"' sh "$@" 2>&1 >/dev/null) || true
    [ "$why" ] || why="nft does not list it in a network namespace"
    echo "could not be compared with its file ($(printf '%s\n' "$why" | tail -n 1))"
    return 2
  fi
  [ "$have" != "$wanted" ] || return 0
  foreign=$(printf '%s\n' "$have" | grep -Fvx -e "$wanted" | head -n 1)
  lost=$(printf '%s\n' "$wanted" | grep -Fvx -e "$have" | head -n 1)
  if [ "$foreign" ]; then
    printf 'had a rule that is not ours: %s\n' "$(printf %s "$foreign" | sed 's/^[[:space:]]*//')"
  elif [ "$lost" ]; then
    printf 'had lost a rule: %s\n' "$(printf %s "$lost" | sed 's/^[[:space:]]*//')"
  else
    echo "had its rules in another order"
  fi
  return 1
}

# What stands for the comparison where there can be none: the file, and what nft lists.
table_now() { # FAMILY TABLE FILE
  sha256sum <"$3"
  nft -s list table "$1" "$2" 2>/dev/null || nft list table "$1" "$2"
}

# Whether the table needs no loading; says why it does.
table_kept() { # FAMILY TABLE FILE NOTED
  told=0
  said=$(table_holds "$1" "$2" "$3") || told=$?
  [ "$told" != 0 ] || return 0
  if [ "$told" = 2 ] && [ "$(table_now "$1" "$2" "$3")" = "$(cat "$4" 2>/dev/null)" ]; then return 0; fi
  printf '%s\n' "$said"
  return 1
}

# Just after it was loaded: whether it is there. Where that cannot be told, what nft lists now is
# noted, so that later looks see whether anybody has changed it since.
table_loaded() { # FAMILY TABLE FILE NOTED
  told=0
  said=$(table_holds "$1" "$2" "$3") || told=$?
  case $told in
    0) ;;
    2)
      mkdir -p "${4%/*}"
      table_now "$1" "$2" "$3" >"$4"
      echo "the table $2 $said: what nft lists of it is kept, and compared from now on"
      ;;
    *)
      # In nft's own words, if it is nft that fails.
      nft list table "$1" "$2" >/dev/null || true
      echo "after it was loaded, the table $2 $said"
      return 1
      ;;
  esac
}
