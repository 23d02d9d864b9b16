services_left | while read -r kind service; do
  ipvsadm -D "$kind" "$service"
done
for tool in $(tools); do
  transaction=$(saved "$tool" | ours)
  [ "$transaction" ] || continue
  printf '%s\n' "$transaction" | "$tool-restore" --noflush
  echo "$tool: $(printf '%s\n' "$transaction" | grep -c '^-X ') chains, $(printf '%s\n' "$transaction" | grep -c '^-D ') rules that led to them"
done
tables_left | while read -r family table; do
  nft delete table "$family" "$table"
  echo "nft table $family $table"
done
sets_left | while read -r set; do
  ipset destroy "$set"
done
