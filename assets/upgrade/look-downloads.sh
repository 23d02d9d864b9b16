# Whether what has to be downloaded can be had from here; nothing is downloaded. One record a line:
#   missing NUMBER STATUS   there is no such file
#   unknown NUMBER WORDS    its server does not tell, or does not answer
#   end                     all was asked
of() { # URL [OPTION]...: sets said and status
  url=$1
  shift
  said=$(curl -sSL --connect-timeout 5 --max-time 20 -o /dev/null -w 'status %{http_code}\n' \
    "$@" "$url" 2>&1) || true
  status=$(printf '%s\n' "$said" | sed -n 's/^status //p')
}

ask() { # NUMBER URL
  of "$2" -I
  case $status in
    2?? | 404 | 410 | 000) ;;
    # Not every server answers to HEAD; of a file that is sent in spite of the range the rest is left.
    *) of "$2" -r 0-0 --max-time 5 ;;
  esac
  case $status in
    2??) ;;
    404 | 410) echo "missing $1 $status" ;;
    000 | '') echo "unknown $1 $(printf '%s\n' "$said" | grep -v '^status ' | tail -n 1)" ;;
    *) echo "unknown $1 status $status" ;;
  esac
}

found=$(
  while read -r number name version url; do
    # What runs here or lies in the cache is there, whatever its server says by now.
    if [ -f "/var/lib/quorate/artefacts/$name" ] &&
      grep -qxF "version $version" "/var/lib/quorate/artefacts/$name"; then
      continue
    fi
    if [ -f "/var/cache/quorate/ahead/$name-$version/verified" ]; then
      line=''
      read -r line <"/var/cache/quorate/ahead/$name-$version/verified" || true
      case " $line " in *" $url "*) continue ;; esac
    fi
    ask "$number" "$url" &
  done <<'END'
{{files}}
END
  wait
)
[ -z "$found" ] || printf '%s\n' "$found"
echo end
case $found in *"unknown "*) false ;; esac
