tool="/usr/local/bin/etcdctl.sh --endpoints=$ENDPOINTS --command-timeout=10s"
tries=0
while :; do
  # The last answer may have been lost on its way, though the member was added.
  if members=$($tool member list) && printf '%s\n' "$members" | grep -qF ", $ETCD_LEARNER_URL, "; then
    echo "$ETCD_LEARNER_NAME is a member, without a vote yet"
    exit 0
  fi
  # etcd wants all members to have been connected for 5 s, which after a change takes a moment.
  said=$($tool member add "$ETCD_LEARNER_NAME" --learner --peer-urls="$ETCD_LEARNER_URL" 2>&1) || true
  tries=$((tries + 1))
  case $said in
    *unhealthy*cluster* | *deadline* | *"leader changed"* | *Unavailable*) ;;
    *" added to cluster "*) continue ;;
    *) tries=1000 ;;
  esac
  [ "$tries" -lt 60 ] || { printf '%s\n' "$said" | tail -n 3; exit 1; }
  sleep 1
done
