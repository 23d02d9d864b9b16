found=$(marks)
todo=$(differences "$found")
[ "$todo" ] || exit 0
reason=$(printf '%s\n' "$todo" | head -n 3 | while IFS='|' read -r node _ words evicting; do
  printf '%s: %s' "$node" "$words"
  for taint in $evicting; do
    evicted "$node" "$taint"
  done
  printf '; '
done)
more=$(printf '%s\n' "$todo" | awk 'END { if (NR > 3) printf "; and %d more %s", NR - 3, (NR == 4 ? "node" : "nodes") }')
q_because "${reason%; }$more"
