etcd_runs() { [ "$(eval "$ETCD_ASK" | q_json | awk -F'\t' '$1 == "etcdserver" { print $2 }')" = "$ETCD_WANTED" ]; }
! systemctl is-active --quiet kube-apiserver.service || etcd_runs
