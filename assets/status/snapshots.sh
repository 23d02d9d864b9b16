count=0 newest=
for file in /var/backups/etcd/etcd-*.db; do
  [ -e "$file" ] || continue
  count=$((count + 1)) newest=$file
done
echo "$count $([ -z "$newest" ] || stat -c %Y "$newest")"
