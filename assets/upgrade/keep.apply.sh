# What the node was before: programs, files, and on a master a snapshot that was read again.
umask 077
rm -rf "$KEPT"
mkdir -p "$KEPT/bin"
for program in /usr/local/bin/kube* /usr/local/bin/etcd* /usr/local/bin/containerd* /usr/local/bin/ctr \
  /usr/local/sbin/runc; do
  [ -f "$program" ] || continue
  # What is installed anew gets another inode: the old one stays as it is.
  ln "$program" "$KEPT/bin/${program##*/}" 2>/dev/null || cp -p "$program" "$KEPT/bin/${program##*/}"
done
set --
for path in /etc/kubernetes /etc/etcd /etc/containerd /etc/systemd/system/etcd.service \
  /etc/systemd/system/kube-apiserver.service /etc/systemd/system/kube-controller-manager.service \
  /etc/systemd/system/kube-scheduler.service /etc/systemd/system/kubelet.service \
  /etc/systemd/system/kube-proxy.service /etc/systemd/system/containerd.service; do
  [ ! -e "$path" ] || set -- "$@" "$path"
done
tar -Pczf "$KEPT/files.tar.gz" "$@"
[ -z "$MASTER" ] || {
  /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 snapshot save "$KEPT/etcd.db" >&2
  # etcdctl reads snapshots up to 3.5, etcdutl from 3.5 on.
  if [ -x /usr/local/bin/etcdutl ]; then
    said=$(/usr/local/bin/etcdutl snapshot status "$KEPT/etcd.db" -w json)
  else
    said=$(ETCDCTL_API=3 /usr/local/bin/etcdctl snapshot status "$KEPT/etcd.db" -w json)
  fi
  printf '%s\n' "$said" | q_json | awk -F'\t' '
    $1 == "revision" { revision = $2 }
    $1 == "totalKey" { keys = $2 }
    END {
      if (keys + 0 < 1) exit 1
      print "a snapshot of etcd at revision " revision " with " keys " keys"
    }' || { echo "the snapshot holds no keys: $said"; exit 1; }
}
printf '%s\n' "$WANTED" >"$KEPT/complete"
