own=https://127.0.0.1:2379
ENDPOINTS=$own
found=$(members) || give_up "etcd's members cannot be listed"
count=$(printf '%s\n' "$found" | grep -cF '|voter|started|') || true
[ "$count" = {{members}} ] || { echo "$count of {{members}} members are started and vote"; exit 1; }
# Of all members, which the tool knows.
if ! health=$(/usr/local/bin/etcdctl.sh -w json endpoint health 2>"$said"); then
  printf '%s\n' "$health" | q_json | awk -F'\t' '
    { split($1, place, ".") }
    place[2] == "endpoint" { endpoint = $2 }
    place[2] == "error" { print endpoint ": " $2 }' | head -n 3 | grep . || tail -n 3 "$said"
  exit 1
fi
# The same revision asked of each: what they hold must have one hash.
status=$(ask "$own" endpoint status) || give_up "the member does not tell its revision"
revision=$(printf '%s\n' "$status" | q_json | awk -F'\t' '$1 == "0.Status.header.revision" { print $2 }')
hashes=$(/usr/local/bin/etcdctl.sh -w json endpoint hashkv --rev="$revision" 2>"$said") ||
  give_up "not every member tells the hash of what it holds at revision $revision"
hashes=$(printf '%s\n' "$hashes" | q_json | awk -F'\t' '$1 ~ /^[0-9]+\.HashKV\.hash$/ { print $2 }' | sort -u)
[ "$(printf '%s\n' "$hashes" | grep -c .)" = 1 ] || { echo "members differ at revision $revision: $hashes"; exit 1; }
[ "$count" != 1 ] || { echo "the only voting member is healthy, at revision $revision (hash $hashes)"; exit 0; }
echo "$count voting members are healthy and agree at revision $revision (hash $hashes)"
