found=$(members)
[ -z "$(printf '%s\n' "$found" | with_id "$ETCD_REMOVE_ID")" ]
