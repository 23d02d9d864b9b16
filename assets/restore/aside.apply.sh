systemctl stop kube-scheduler.service kube-controller-manager.service kube-apiserver.service etcd.service
# Renamed where that is possible. A folder on a disk of its own is copied first, and goes when all of
# it is there.
if [ "$(stat -c %d /var/lib/etcd/member)" = "$(stat -c %d "$FOLDER")" ]; then
  mv /var/lib/etcd/member "$FOLDER/member"
else
  rm -rf "$FOLDER/member.part"
  cp -a /var/lib/etcd/member "$FOLDER/member.part"
  mv "$FOLDER/member.part" "$FOLDER/member"
  rm -rf /var/lib/etcd/member
fi
echo "/var/lib/etcd/member is now $FOLDER/member"
