# Whether the peer URL is one of a member already.
members=$(/usr/local/bin/etcdctl.sh --endpoints="$ENDPOINTS" --command-timeout=10s member list)
printf '%s\n' "$members" | grep -qF ", $ETCD_LEARNER_URL, "
