umask 077
mkdir -p "$folder"
if said=$(/usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --command-timeout=20s endpoint status 2>&1); then
  objects >"$folder/objects.new"
  mv "$folder/objects.new" "$folder/objects"
  rm -f "$folder/raw"
  /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 snapshot save "$folder/snapshot.part"
  echo "the member serves: a snapshot of $(stat -c %s "$folder/snapshot.part") bytes, and $(total <"$folder/objects") objects in it"
else
  printf '%s\n' "$said" | tail -n 3
  systemctl stop etcd.service
  cp -p /var/lib/etcd/member/snap/db "$folder/snapshot.part"
  : >"$folder/raw"
  echo "the member does not serve: a copy of its database, $(stat -c %s "$folder/snapshot.part") bytes; what was only in its log is not in it"
fi
mv "$folder/snapshot.part" "$folder/snapshot.db"
