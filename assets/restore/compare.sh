after=$(objects)
all=$(printf '%s\n' "$after" | total)
kinds=$(printf '%s\n' "$after" | wc -l)
[ "$all" -gt 0 ] || { echo "no object is there"; exit 1; }
if [ ! -e "$FOLDER/objects" ]; then
  echo "$all objects of $kinds kinds; how many there were could not be asked"
  exit 0
fi
# What is to be the same may not be more either.
differing=$(AFTER=$after SAME=$SAME awk '
  BEGIN {
    n = split(ENVIRON["AFTER"], line, "\n")
    for (i = 1; i <= n; i++) { split(line[i], word, " "); count[word[1]] = word[2] }
  }
  { before[$1] = $2 }
  count[$1] + 0 < $2 { print $1 ": " count[$1] + 0 " of " $2 }
  END {
    for (kind in count)
      if (ENVIRON["SAME"] != "" && count[kind] > before[kind] + 0) print kind ": " count[kind] " of " before[kind] + 0
  }' "$FOLDER/objects")
[ -z "$differing" ] || { printf '%s\n' "$differing" | sort | head -n 10; exit 1; }
echo "$all objects of $kinds kinds, before: $(total <"$FOLDER/objects")"
