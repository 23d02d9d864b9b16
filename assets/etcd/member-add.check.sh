# Whether the peer URL is one of a member already.
found=$(members) || give_up "etcdctl ended with exit code $?"
[ "$(printf '%s\n' "$found" | at_url "$ETCD_LEARNER_URL")" ]
