# Whether anybody uses the cluster that this machine is of, see ClusterUse:
#   pods        pods were started here
#   keys JSON   which keys etcd's data has, as a quorum of its members agrees; the first of them
#   end         all was asked
set -- /var/lib/kubelet/pods/*
[ ! -e "$1" ] || echo pods
if [ -x /usr/local/bin/etcdctl.sh ]; then
  keys=$(timeout 15 /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --dial-timeout=2s \
    --command-timeout=6s get '' --prefix --keys-only --limit=1000 -w json) &&
    printf 'keys %s\n' "$keys"
fi
echo end
