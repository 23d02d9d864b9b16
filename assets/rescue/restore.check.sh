[ -d /var/lib/etcd/member ] && [ -e "$folder/restored" ]
