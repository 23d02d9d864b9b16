[ -d /var/lib/etcd/member ] && [ -e "$FOLDER/restored" ]
