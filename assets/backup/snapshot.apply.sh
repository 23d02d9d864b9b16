# A snapshot of this machine's member, proved against the live data; what it is comes into "record",
# a word and its value a line.
folder=/var/backups/etcd/backup
own=https://127.0.0.1:2379
umask 077
rm -rf "$folder"
mkdir -p "$folder"
ask() {
  q_json_of /usr/local/bin/etcdctl.sh --endpoints="$own" --command-timeout=60s "$@" -w json
}
at() { # PLACE: the value there of the JSON on standard input
  PLACE=$1 awk -F'\t' '$1 == ENVIRON["PLACE"] { print $2 }'
}
before=$(ask endpoint status)
# Beside the member's own data nothing may fill their disk.
size=$(printf '%s\n' "$before" | at 0.Status.dbSize)
free=$(df -Pk "$folder")
free=$(printf '%s\n' "$free" | awk 'END { printf "%.0f", $(NF - 2) * 1024 }')
if [ "$free" -lt "$((size + 268435456))" ]; then
  echo "there is no room for a snapshot: the database has $size bytes, and $folder has $free free, of which 256 MiB have to stay"
  exit 1
fi
# It tells its progress as JSON, which is worth a look only where it fails.
said=$(/usr/local/bin/etcdctl.sh --endpoints="$own" snapshot save "$folder/snapshot.part" 2>&1) || {
  printf '%s\n' "$said"
  exit 1
}
after=$(ask endpoint status)
if [ -x /usr/local/bin/etcdutl ]; then tool=/usr/local/bin/etcdutl; else tool=/usr/local/bin/etcdctl; fi
export ETCDCTL_API=3
status=$(q_json_of "$tool" snapshot status "$folder/snapshot.part" -w json)
revision=$(printf '%s\n' "$status" | at revision)
first=$(printf '%s\n' "$before" | at 0.Status.header.revision)
last=$(printf '%s\n' "$after" | at 0.Status.header.revision)
if [ "$revision" -lt "$first" ] || [ "$revision" -gt "$last" ]; then
  echo "the snapshot ends at the revision $revision, while the member was between $first and $last"
  exit 1
fi
live=$(ask get '' --prefix --keys-only --limit=1 --rev="$revision")
keys=$(printf '%s\n' "$live" | at count)
held=$(printf '%s\n' "$status" | at totalKey)
# It counts old revisions, too, before etcd 3.6: fewer than there are keys it never has.
if [ "$held" -lt "$keys" ]; then
  echo "the snapshot holds $held keys, and the member has $keys at that revision"
  exit 1
fi
# The strongest proof, where the tool knows it: the same hash of all data at one revision.
proof='its hash is not compared: this etcd cannot'
if "$tool" hashkv --help >/dev/null 2>&1; then
  file=$(q_json_of "$tool" hashkv --rev="$revision" "$folder/snapshot.part" -w json)
  member=$(ask endpoint hashkv --rev="$revision")
  if [ "$(printf '%s\n' "$file" | at compactRevision)" != "$(printf '%s\n' "$member" | at 0.HashKV.compact_revision)" ]; then
    proof='its hash is not compared: the member compacted its data meanwhile'
  elif [ "$(printf '%s\n' "$file" | at hash)" = "$(printf '%s\n' "$member" | at 0.HashKV.hash)" ]; then
    proof="its hash at that revision is the member's"
  else
    echo "the snapshot's hash at the revision $revision is not that of the member"
    exit 1
  fi
fi
found=$(keys --rev="$revision")
counted=$(printf '%s\n' "$found" | by_kind)
sum=$(sha256sum <"$folder/snapshot.part")
size=$(stat -c %s "$folder/snapshot.part")
{
  printf 'cluster %s\n' "$(printf '%s\n' "$before" | at 0.Status.header.cluster_id)"
  printf 'member %s\n' "$(printf '%s\n' "$before" | at 0.Status.header.member_id)"
  printf 'etcd %s\n' "$(printf '%s\n' "$before" | at 0.Status.version)"
  printf 'storage %s\n' "$(printf '%s\n' "$status" | at version)"
  printf 'revision %s\nkeys %s\nsize %s\nsha256 %s\n' "$revision" "$keys" "$size" "${sum%% *}"
  printf 'taken %s\n' "$(date +%s)"
  printf '%s\n' "$counted" | sed -n 's/^./object &/p'
} >"$folder/record.part"
mv "$folder/snapshot.part" "$folder/snapshot.db"
mv "$folder/record.part" "$folder/record"
echo "$size bytes, revision $revision, $keys keys, $(printf '%s\n' "$counted" | total) objects; $proof"
