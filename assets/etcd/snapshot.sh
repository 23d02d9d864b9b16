#!/bin/sh
# Takes a snapshot of etcd from this node's member and keeps the newest {{keep}}.
set -eu
umask 077
folder=/var/backups/etcd
mkdir -p "$folder"
file=$folder/etcd-$(date -u +%Y%m%dT%H%M%SZ).db
trap 'rm -f "$file.part" "$file.part.part"' EXIT
/usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 snapshot save "$file.part" >&2
mv "$file.part" "$file"
# Names sort by time.
ls -1 "$folder"/etcd-*.db | sort -r | tail -n +{{after}} | while read -r old; do
  rm -f "$old"
done
echo "$file"
