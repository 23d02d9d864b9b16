# What the node was before: what was installed with its records, files, and on a master a snapshot
# that was read again.
umask 077
rm -rf "$KEPT"
mkdir -p "$KEPT/artefacts" "$KEPT/programs"
known=$(recorded)
for record in "$RECORDS"/*; do
  [ -f "$record" ] || continue
  name=${record##*/}
  altered=''
  while IFS= read -r line; do
    file=${line%%"|"*}
    case $new_line$known$new_line in
      *"$new_line$line$new_line"*) ;;
      *)
        # Its times differ: what it is tells its sum.
        sum=$(sha256sum <"$file") || sum=''
        [ "${sum%% *}" = "${line##*"|"}" ] || altered=$file
        ;;
    esac
    [ -f "$file" ] || continue
    mkdir -p "$KEPT/programs${file%/*}"
    # What is installed anew gets another inode: the old one stays as it is.
    ln "$file" "$KEPT/programs$file" 2>/dev/null || cp -p "$file" "$KEPT/programs$file"
  done <<EOF
$(sed -n 's/^file //p' "$record")
EOF
  if [ "$altered" ]; then
    echo "$altered is not what was installed: there will be no way back for $name"
  else
    cp -p "$record" "$KEPT/artefacts/$name"
  fi
done
note_again "$known"
set --
for path in /etc/kubernetes /etc/etcd /etc/containerd /etc/systemd/system/etcd.service \
  /etc/systemd/system/kube-apiserver.service /etc/systemd/system/kube-controller-manager.service \
  /etc/systemd/system/kube-scheduler.service /etc/systemd/system/kubelet.service \
  /etc/systemd/system/kube-proxy.service /etc/systemd/system/containerd.service; do
  [ ! -e "$path" ] || set -- "$@" "$path"
done
tar -Pczf "$KEPT/files.tar.gz" "$@"
[ -z "$MASTER" ] || {
  # It tells its progress as JSON, which is worth a look only where it fails.
  said=$(/usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 snapshot save "$KEPT/etcd.db" 2>&1) || {
    printf '%s\n' "$said"
    exit 1
  }
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
