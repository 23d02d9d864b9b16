/usr/local/bin/etcdctl.sh --endpoints="$ETCD_LEADER_URL" --command-timeout=10s move-leader "$ETCD_LEADER_NEXT"
