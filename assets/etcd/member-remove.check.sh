found=$(members) || give_up "etcdctl ended with exit code $?"
[ -z "$(printf '%s\n' "$found" | with_id "$ETCD_REMOVE_ID")" ]
