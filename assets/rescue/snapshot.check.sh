# One that a rescue before has left, which was cut off long ago, is not what the member holds now:
# it is taken anew as long as the member's data are in their place and may have changed since.
[ -s "$FOLDER/snapshot.db" ] || exit 1
[ ! -d "$FOLDER/member" ] && [ ! -e "$FOLDER/restored" ] || exit 0
! systemctl is-active --quiet etcd.service || exit 1
data=/var/lib/etcd/member/snap/db
[ -e "$data" ] && [ "$(stat -c %Y "$data")" -lt "$(($(stat -c %Y "$FOLDER/snapshot.db") + 600))" ]
