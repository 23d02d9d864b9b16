code=0
order "$ETCD_LEADER_URL" move-leader "$ETCD_LEADER_NEXT" >/dev/null || code=$?
kept=$(cat "$said")
# Another may lead since it was asked.
if [ "$code" != 0 ] && leads "$ETCD_LEADER_URL"; then
  printf '%s\n' "$kept" >"$said"
  give_up "the leader did not change"
fi
