systemctl stop kube-scheduler.service kube-controller-manager.service kube-apiserver.service etcd.service
rm -rf "$folder/member.part"
# Renamed where that is possible; a folder on a disk of its own is copied.
mv /var/lib/etcd/member "$folder/member.part"
mv "$folder/member.part" "$folder/member"
echo "/var/lib/etcd/member is now $folder/member"
