found=$(marks)
todo=$(differences "$found")
[ "$todo" ] || exit 0
# Where pods go comes first: it is not to be among what is only counted.
todo=$(printf '%s\n' "$todo" | awk -F'|' '$4 != "" { print; next } { rest[++count] = $0 } END { for (i = 1; i <= count; i++) print rest[i] }')
reason=$(printf '%s\n' "$todo" | head -n 3 | while IFS='|' read -r node _ words evicting; do
  printf '%s: %s' "$node" "$words"
  for taint in $evicting; do
    evicted "$node" "$taint"
  done
  printf '; '
done)
more=$(printf '%s\n' "$todo" | awk -F'|' '
  NR > 3 { count++; if ($4 != "") evicting++ }
  END {
    if (count) printf "; and %d more %s", count, (count == 1 ? "node" : "nodes")
    if (evicting) printf ", %d of them with a new NoExecute", evicting
  }')
q_because "${reason%; }$more"
