# The members speak and store the older version from then on, whichever programs they run.
targets=$(statuses downgradeInfo.targetVersion) || give_up "etcd's members do not tell how they are"
if ! printf '%s\n' "$targets" | grep -q "^$TARGET\."; then
  order "$ETCD_URL" downgrade validate "$TARGET" || give_up "etcd refuses to go back to $TARGET"
  order "$ETCD_URL" downgrade enable "$TARGET" || give_up "etcd does not go back to $TARGET"
fi
begin=$(seconds)
until all_store; do
  [ $(($(seconds) - begin)) -lt 120 ] || give_up "not every member stores what $TARGET reads within 120 s"
  sleep 1
done
echo "every member stores what $TARGET reads"
