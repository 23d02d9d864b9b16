[ -e "$FOLDER/restored" ] || [ -d "$FOLDER/member" ] || [ ! -e /var/lib/etcd/member ]
