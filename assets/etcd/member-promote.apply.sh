# Whether it has all data is the leader's to judge: it refuses until then.
until=$(($(seconds) + 1200))
missing=0
while :; do
  code=0
  found=$(members) || code=$?
  if [ "$code" = 0 ]; then
    line=$(printf '%s\n' "$found" | at_url "$ETCD_PROMOTE_URL")
    case $line in
      *'|voter|started|'*)
        echo "it votes: ${line##*|}, ${line%%|*}"
        exit 0
        ;;
      *'|learner|started|'*)
        order "$ENDPOINTS" member promote "${line%%|*}" >/dev/null || code=$?
        ;;
      '')
        # Up to 3.4 a member that lags lists what it knows.
        missing=$((missing + 1))
        echo "$ETCD_PROMOTE_URL is no member" >"$said"
        [ "$missing" -lt 10 ] || give_up "etcd has no such member to promote"
        code=1
        ;;
      *)
        echo "it has not told the others yet that it has started" >"$said"
        code=1
        ;;
    esac
  fi
  [ "$code" = 0 ] || may_pass "$code" || give_up "etcdctl ended with exit code $code"
  [ "$(seconds)" -lt "$until" ] || give_up "it got no vote within 1200 s"
  if [ "$code" != 0 ]; then
    tell
    sleep 1
  fi
done
