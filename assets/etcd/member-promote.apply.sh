tool="/usr/local/bin/etcdctl.sh --endpoints=$ENDPOINTS --command-timeout=10s"
tries=0 before=''
while :; do
  members=$($tool member list) || members=''
  line=$(printf '%s\n' "$members" | grep -F ", $ETCD_PROMOTE_URL, ") || line=''
  case $line in
    *", started, "*", false")
      echo "it votes: $line"
      exit 0
      ;;
    *", unstarted, "*) said="it has not told the others yet that it has started" ;;
    '') said=${members:+"it is no member"} ;;
    # Whether it has all data is the leader's to judge: it refuses until then.
    *) said=$($tool member promote "${line%%,*}" 2>&1) || true ;;
  esac
  tries=$((tries + 1))
  case $said in
    "it is no member") tries=1000 ;;
  esac
  [ "$tries" -lt 900 ] || { printf '%s\n' "$said" | tail -n 3; exit 1; }
  now=$(printf '%s\n' "$said" | tail -n 1 | sed 's/.*"error":"\([^"]*\)".*/\1/')
  [ "$now" = "$before" ] || printf '%s\n' "$now"
  before=$now
  sleep 1
done
