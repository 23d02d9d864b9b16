tool=/usr/local/bin/etcdctl.sh
members=$($tool --endpoints=https://127.0.0.1:2379 member list)
count=$(printf '%s\n' "$members" | grep -c ', started, .*, false$') || true
[ "$count" = {{members}} ] || { echo "$count of {{members}} members are started and vote"; exit 1; }
$tool endpoint health >/dev/null 2>&1 || { $tool endpoint health 2>&1 | grep -v 'is healthy' | head -n 3; exit 1; }
# The same revision asked of each: what they hold must have one hash.
revision=$($tool --endpoints=https://127.0.0.1:2379 endpoint status -w fields | awk -F' : ' '$1 == "\"Revision\"" { print $2 }')
hashes=$($tool endpoint hashkv --rev="$revision" 2>&1 | awk -F', ' '{ print $2 }' | sort -u)
[ "$(printf '%s\n' "$hashes" | grep -c .)" = 1 ] || { echo "members differ at revision $revision: $hashes"; exit 1; }
[ "$count" != 1 ] || { echo "the only voting member is healthy, at revision $revision (hash $hashes)"; exit 0; }
echo "$count voting members are healthy and agree at revision $revision (hash $hashes)"
