# What this master's own data of etcd hold, also without a quorum, a line each:
#   revision N          the newest
#   KIND COUNT NEWER    of each kind of object how many, and how many that were made or changed since
#   end                 all was told
[ -x /usr/local/bin/etcdctl.sh ] || exit 0
timeout 25 /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --dial-timeout=2s --command-timeout=20s \
  get /registry/ --prefix --keys-only --consistency=s -w fields | awk '
  $1 == "\"Revision\"" { revision = $3 }
  $1 == "\"Key\"" { key = substr($3, 2, length($3) - 2) }
  $1 == "\"ModRevision\"" {
    split(key, part, "/")
    if (part[3] == "" || part[3] == "events" || part[3] == "masterleases" || part[3] == "leases") next
    # A group has a dot, and its kind comes after it.
    kind = part[3] ~ /\./ ? part[4] "." part[3] : part[3]
    count[kind]++
    newer[kind] += $3 > {{revision}}
  }
  END {
    if (revision == "") exit 1
    print "revision", revision
    for (kind in count) print kind, count[kind], newer[kind] + 0
    print "end"
  }'
