failed=0
for path in {{paths}}; do
  there=$path
  while [ ! -e "$there" ]; do
    there=${there%/*}
    [ -n "$there" ] || there=/
  done
  if said=$(df -Pk "$there" 2>&1); then
    printf '%s\n' "$said" | awk -v path="$path" 'END { print "room", path, $NF, $(NF - 2) }'
  else
    printf 'failed room %s\n' "$(printf '%s\n' "$said" | tail -n 1)"
    failed=1
  fi
done
