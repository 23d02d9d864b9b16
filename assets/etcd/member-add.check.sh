# Whether the peer URL is one of a member already.
found=$(members)
[ "$(printf '%s\n' "$found" | at_url "$ETCD_LEARNER_URL")" ]
