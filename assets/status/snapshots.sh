# Snapshots of etcd: how many, and when the newest was taken; what this clock says; how the last attempt
# ended; and what takes them, since when.
count=0 newest=
last=/var/backups/etcd/etcd-$(date -u +%Y%m%dT%H%M%SZ).db
for file in /var/backups/etcd/etcd-*.db; do
  [ -e "$file" ] || continue
  count=$((count + 1))
  # One of the future got its name while the clock was wrong.
  [ "$file" \> "$last" ] || newest=$file
done
echo "$count $([ -z "$newest" ] || stat -c %Y "$newest")"
echo "now $(date '+%s %z')"
[ ! -e /var/backups/etcd/last-attempt ] || sed 's/^/attempt-/' /var/backups/etcd/last-attempt
for file in /etc/systemd/system/quorate-etcd-snapshot.timer /etc/cron.d/quorate-etcd-snapshot; do
  [ ! -e "$file" ] || echo "since $(stat -c %Y "$file")"
done
