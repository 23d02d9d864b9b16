after=$(objects)
all=$(printf '%s\n' "$after" | total)
kinds=$(printf '%s\n' "$after" | wc -l)
[ "$all" -gt 0 ] || { echo "no object is there"; exit 1; }
if [ ! -e "$folder/objects" ]; then
  echo "$all objects of $kinds kinds; how many there were could not be asked"
  exit 0
fi
missing=$(AFTER=$after awk '
  BEGIN { n = split(ENVIRON["AFTER"], line, "\n"); for (i = 1; i <= n; i++) { split(line[i], word, " "); count[word[1]] = word[2] } }
  count[$1] + 0 < $2 { print $1 ": " count[$1] + 0 " of " $2 }' "$folder/objects")
[ -z "$missing" ] || { printf '%s\n' "$missing"; exit 1; }
echo "$all objects of $kinds kinds, before: $(total <"$folder/objects")"
