[ -e /var/lib/etcd/member/snap/db ]
