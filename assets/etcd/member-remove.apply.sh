tool="/usr/local/bin/etcdctl.sh --endpoints=$ENDPOINTS --command-timeout=10s"
tries=0
while :; do
  if members=$($tool member list) && ! printf '%s\n' "$members" | grep -q "^$ETCD_REMOVE_ID, "; then
    echo "$ETCD_REMOVE_ID is no member any more; left:"
    printf '%s\n' "$members"
    exit 0
  fi
  said=$($tool member remove "$ETCD_REMOVE_ID" 2>&1) || true
  tries=$((tries + 1))
  case $said in
    *unhealthy*cluster* | *deadline* | *"leader changed"* | *Unavailable*) ;;
    *" removed from cluster "*) continue ;;
    *) tries=1000 ;;
  esac
  [ "$tries" -lt 60 ] || { printf '%s\n' "$said" | tail -n 3; exit 1; }
  sleep 1
done
