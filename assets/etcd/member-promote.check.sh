found=$(members)
printf '%s\n' "$found" | at_url "$ETCD_PROMOTE_URL" | grep -qF '|voter|started|'
