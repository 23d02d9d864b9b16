members=$(/usr/local/bin/etcdctl.sh --endpoints="$ENDPOINTS" --command-timeout=10s member list)
printf '%s\n' "$members" | grep -F ", $ETCD_PROMOTE_URL, " | grep -q ', started, .*, false$'
