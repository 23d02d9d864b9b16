found=$(services_left)
printf '%s\n' "$found" | while read -r kind service; do
  [ "$kind" ] || continue
  ipvsadm -D "$kind" "$service"
done
for tool in $(tools); do
  text=$(saved "$tool")
  transaction=$(printf '%s\n' "$text" | ours)
  [ "$transaction" ] || continue
  printf '%s\n' "$transaction" | "$tool-restore" --noflush
  echo "$tool: $(printf '%s\n' "$transaction" | grep -c '^-X ') chains, $(printf '%s\n' "$transaction" | grep -c '^-D ') rules that led to them"
done
found=$(tables_left)
printf '%s\n' "$found" | while read -r family table; do
  [ "$table" ] || continue
  nft delete table "$family" "$table"
  echo "nft table $family $table"
done
sets_left | while read -r set; do
  ipset destroy "$set"
done
