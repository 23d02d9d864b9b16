# A program that lies in the cache is asked whether it starts with the flags that it will get, before
# the old one stops: with --version it reads its flags, says what it is, and ends.
# Not in /tmp, from which many machines start nothing.
mkdir -p /var/cache/quorate/ahead
work=$(mktemp -d -p /var/cache/quorate/ahead)
trap 'rm -rf "$work"' EXIT

try() { # NAME VERSION ENTRY-OF-ARCHIVE|'' [FLAG]...
  name=$1 version=$2 entry=$3 file=$work/$1
  staged=/var/cache/quorate/ahead/${name##*/}-$version/download
  shift 3
  [ -f "$staged" ] || return 0
  if [ "$entry" ]; then
    tar -xOf "$staged" "$entry" >"$file" || { echo "$entry cannot be read from $staged"; exit 1; }
  else
    cp "$staged" "$file" || { echo "$staged cannot be copied to $work"; exit 1; }
  fi
  chmod 700 "$file"
  code=0
  said=$(timeout 20 "$file" "$@" --version 2>&1) || code=$?
  if [ "$code" = 124 ]; then
    echo "$name $version does not tell its version within 20 s"
    exit 1
  elif [ "$code" != 0 ]; then
    echo "$name $version refuses its flags: $(printf '%s\n' "$said" | grep . | head -n 1)"
    exit 1
  fi
  case $said in
    *"$version"*) ;;
    *)
      echo "$staged is no $name $version: $(printf '%s\n' "$said" | head -n 1)"
      exit 1
      ;;
  esac
  rm -f "$file"
  told="${told-}${told:+, }$name $version"
}
