# The keys of all objects. Serializable: a member without a quorum answers from what it has.
keys() { # ETCDCTL'S FURTHER ARGUMENTS
  /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --command-timeout=20s \
    get /registry/ --prefix --keys-only --consistency=s "$@"
}

# KIND COUNT of each kind of object, of keys on standard input; what comes and goes by itself does
# not count.
by_kind() {
  awk -F/ '
    NF > 2 && $3 != "events" && $3 != "masterleases" && $3 != "leases" {
      # A group has a dot, and its kind comes after it.
      kind = $3 ~ /\./ ? $4 "." $3 : $3
      count[kind]++
    }
    END { for (kind in count) print kind, count[kind] }' | sort
}

objects() {
  found=$(keys) || return
  printf '%s\n' "$found" | by_kind
}

total() { awk '{ n += $2 } END { print n + 0 }'; }
