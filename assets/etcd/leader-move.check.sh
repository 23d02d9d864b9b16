! leads "$ETCD_LEADER_URL"
