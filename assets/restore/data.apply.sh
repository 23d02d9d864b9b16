systemctl stop etcd.service
rm -rf /var/lib/etcd/member /var/lib/etcd/restore
if [ -x /usr/local/bin/etcdutl ]; then tool=/usr/local/bin/etcdutl; else tool=/usr/local/bin/etcdctl; fi
export ETCDCTL_API=3
set -- --name="$NAME" --initial-cluster="$MEMBERS" --initial-advertise-peer-urls="$PEER" \
  --initial-cluster-token="$TOKEN" --data-dir=/var/lib/etcd/restore
[ ! -e "$FOLDER/raw" ] || set -- "$@" --skip-hash-check
# Clients that saw newer revisions must not take old ones for the present.
# A program that does not know a flag ends with an error, also when it is asked for help.
if "$tool" snapshot restore --bump-revision=1 --mark-compacted --help >/dev/null 2>&1; then
  set -- "$@" --bump-revision=1000000000 --mark-compacted
  echo "revisions go on a thousand million higher, and the old ones are compacted"
else
  echo "revisions go on as they were: this tool cannot raise them"
fi
# Its progress is JSON, which is worth a look only where it fails.
said=$("$tool" snapshot restore "$FOLDER/snapshot.db" "$@" 2>&1) || {
  printf '%s\n' "$said"
  exit 1
}
chown -R etcd:etcd /var/lib/etcd/restore
mv /var/lib/etcd/restore/member /var/lib/etcd/member
rm -rf /var/lib/etcd/restore
: >"$FOLDER/restored"
