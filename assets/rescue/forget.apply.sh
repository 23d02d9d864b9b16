gone=$(lost)
printf '%s\n' "$gone" | while read -r name; do
  [ -z "$name" ] || api delete node "$name"
done
