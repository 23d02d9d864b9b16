# What the node keeps of what it ran before an upgrade, one record a line:
#   folder PATH             it holds all of it
#   kept PATH NAME VERSION  a download as it was installed, all files of which are there
#   lost PATH NAME FILE     one of whose files is missing, or has another size
#   end                     all was looked at
for folder in {{folders}}; do
  [ -s "$folder/complete" ] || continue
  printf 'folder %s\n' "$folder"
  for record in "$folder"/artefacts/*; do
    [ -f "$record" ] || continue
    name=${record##*/}
    lost=$(sed -n 's/^file //p' "$record" | while IFS='|' read -r file _ _ _ size _; do
      [ "$(stat -c %s "$folder/programs$file" 2>/dev/null)" = "$size" ] || printf '%s\n' "$file"
    done | head -n 1)
    if [ "$lost" ]; then
      printf 'lost %s %s %s\n' "$folder" "$name" "$lost"
    else
      printf 'kept %s %s %s\n' "$folder" "$name" "$(sed -n 's/^version //p' "$record")"
    fi
  done
done
echo end
