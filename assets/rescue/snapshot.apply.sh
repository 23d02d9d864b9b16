umask 077
mkdir -p "$FOLDER"
if said=$(/usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --command-timeout=20s endpoint status 2>&1); then
  objects >"$FOLDER/objects.new"
  mv "$FOLDER/objects.new" "$FOLDER/objects"
  rm -f "$FOLDER/raw"
  # It tells its progress as JSON, which is worth a look only where it fails.
  said=$(/usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 snapshot save "$FOLDER/snapshot.part" 2>&1) || {
    printf '%s\n' "$said"
    exit 1
  }
  echo "the member serves: a snapshot of $(stat -c %s "$FOLDER/snapshot.part") bytes, and $(total <"$FOLDER/objects") objects in it"
else
  printf '%s\n' "$said" | tail -n 3
  systemctl stop etcd.service
  cp -p /var/lib/etcd/member/snap/db "$FOLDER/snapshot.part"
  : >"$FOLDER/raw"
  echo "the member does not serve: a copy of its database, $(stat -c %s "$FOLDER/snapshot.part") bytes; what was only in its log is not in it"
fi
mv "$FOLDER/snapshot.part" "$FOLDER/snapshot.db"
