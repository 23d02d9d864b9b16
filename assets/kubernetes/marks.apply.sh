exec 3>&1
tries=0 left='' said=''
while :; do
  found=$(marks)
  todo=$(differences "$found")
  [ "$todo" ] || break
  count=$(printf '%s\n' "$todo" | wc -l)
  [ "$left" = "$count" ] || tries=0
  left=$count
  if [ "$tries" = 5 ]; then
    echo "labels and taints are not as wanted after $tries tries:"
    printf '%s\n' "${said:-$(printf '%s\n' "$todo" | cut -d'|' -f1,3), which something takes back}"
    exit 1
  fi
  [ "$tries" = 0 ] || sleep 1
  tries=$((tries + 1))
  # A node that somebody changed since it was read is refused, and read again.
  said=$(printf '%s\n' "$todo" | while IFS='|' read -r node patch words _; do
    if [ -z "$patch" ]; then
      echo "$node: $words"
    elif answer=$(api patch node "$node" --type=merge -p "$patch" 2>&1); then
      echo "$node: $words" >&3
    else
      echo "$node: $answer"
    fi
  done)
done
