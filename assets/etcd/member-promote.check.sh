found=$(members) || give_up "etcdctl ended with exit code $?"
printf '%s\n' "$found" | at_url "$ETCD_PROMOTE_URL" | grep -qF '|voter|started|'
