# Done is what the list of members shows: the answer of a call that was carried out may be lost.
until=$(($(seconds) + 120))
while :; do
  code=0
  found=$(members) || code=$?
  if [ "$code" = 0 ]; then
    if [ -z "$(printf '%s\n' "$found" | with_id "$ETCD_REMOVE_ID")" ]; then
      echo "$ETCD_REMOVE_ID is no member any more; left:"
      printf '%s\n' "$found" | while IFS='|' read -r id vote state urls name; do
        echo "${name:-without a name}, $id, $vote, $state, $urls"
      done
      exit 0
    fi
    order "$ENDPOINTS" member remove "$ETCD_REMOVE_ID" >/dev/null || code=$?
  fi
  [ "$code" = 0 ] || may_pass "$code" || give_up "etcdctl ended with exit code $code"
  [ "$(seconds)" -lt "$until" ] || give_up "etcd did not let $ETCD_REMOVE_ID go within 120 s"
  if [ "$code" != 0 ]; then
    tell
    sleep 1
  fi
done
