# Whether a table of nft holds what a file loads; says what it has otherwise. nft itself is asked: the
# file is loaded once more where it concerns nobody, in a network namespace that is gone at once, and
# both are listed. So no version of nft and no restart of the machine makes a difference.
table_holds() { # FAMILY TABLE FILE
  have=$(nft -s list table "$1" "$2" 2>/dev/null) || { echo "was missing"; return 1; }
  # shellcheck disable=SC2016
  wanted=$(unshare -n sh -c 'nft -f "$3" && nft -s list table "$1" "$2"' sh "$@" 2>/dev/null) ||
    { echo "could not be compared with its file"; return 1; }
  [ "$have" != "$wanted" ] || return 0
  if ! printf '%s\n' "$have" | grep -Evq '^[[:space:]]*((table|chain|type) |}|$)'; then
    echo "was empty"
    return 1
  fi
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
