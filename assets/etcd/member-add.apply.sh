# Done is what the list of members shows: the answer of a call that was carried out may be lost.
until=$(($(seconds) + 120))
while :; do
  code=0
  found=$(members) || code=$?
  if [ "$code" = 0 ]; then
    line=$(printf '%s\n' "$found" | at_url "$ETCD_LEARNER_URL")
    case $line in
      *'|learner|'*)
        echo "$ETCD_LEARNER_NAME is a member, without a vote yet"
        exit 0
        ;;
      ?*)
        echo "$ETCD_LEARNER_NAME is a member, and votes"
        exit 0
        ;;
    esac
    # etcd wants all members to have been connected for 5 s, which after a change takes a moment.
    order "$ENDPOINTS" member add "$ETCD_LEARNER_NAME" --learner --peer-urls="$ETCD_LEARNER_URL" \
      >/dev/null || code=$?
    learner=$(printf '%s\n' "$found" | grep -F '|learner|') || learner=''
    [ "$code" = 0 ] || [ -z "$learner" ] ||
      give_up "etcd takes no second learner while ${learner%%|*} (${learner#*|*|*|}) is one"
  fi
  [ "$code" = 0 ] || may_pass "$code" || give_up "etcdctl ended with exit code $code"
  [ "$(seconds)" -lt "$until" ] || give_up "etcd did not take $ETCD_LEARNER_NAME within 120 s"
  if [ "$code" != 0 ]; then
    tell
    sleep 1
  fi
done
