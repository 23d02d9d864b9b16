members=$(/usr/local/bin/etcdctl.sh --endpoints="$ENDPOINTS" --command-timeout=10s member list)
! printf '%s\n' "$members" | grep -q "^$ETCD_REMOVE_ID, "
