# A program that is to run is asked whether it starts with the flags that it will get, before the one
# that runs stops: with --version it reads its flags, says what it is, and ends.
# Not in /tmp, from which many machines start nothing.
mkdir -p /var/cache/quorate/ahead
work=$(mktemp -d -p /var/cache/quorate/ahead)
trap 'rm -rf "$work"' EXIT

# One that lies in the cache; its copy stays until the next is asked.
try() { # NAME VERSION ENTRY-OF-ARCHIVE|'' [FLAG]...
  name=$1 version=$2 entry=$3
  [ -z "${copy-}" ] || rm -f "$copy"
  copy=$work/$name file=$work/$name
  from=/var/cache/quorate/ahead/${name##*/}-$version/download
  shift 3
  [ -f "$from" ] || return 0
  if [ "$entry" ]; then
    tar -xOf "$from" "$entry" >"$file" || { echo "$entry cannot be read from $from"; exit 1; }
  else
    cp "$from" "$file" || { echo "$from cannot be copied to $work"; exit 1; }
  fi
  chmod 700 "$file"
  ask_program "$@"
}

# Whether the containerd before takes its configuration, which it reads whole where it is to show it.
takes() { # TEXT
  [ -f "$file" ] || return 0
  printf '%s\n' "$1" >"$work/config.toml"
  said=$(timeout 20 "$file" --config "$work/config.toml" config dump 2>&1) || {
    echo "$name $version refuses its configuration: $(printf '%s\n' "$said" | grep . | tail -n 1)"
    exit 1
  }
}

# One that is sent in its turn.
later() { # NAME VERSION
  told="${told-}${told:+, }$1 $2 not asked: it is sent in its turn"
}

# One that was kept.
try_kept() { # NAME VERSION FILE [FLAG]...
  name=$1 version=$2 file=$3 from=$3
  shift 3
  ask_program "$@"
}

ask_program() { # [FLAG]...
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
      echo "$from is no $name $version: $(printf '%s\n' "$said" | head -n 1)"
      exit 1
      ;;
  esac
  told="${told-}${told:+, }$name $version"
}
