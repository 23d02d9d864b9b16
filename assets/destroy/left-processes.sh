left=$(
  pods_processes | sed 's/^/pod process /'
  for link in /proc/[0-9]*/exe; do
    program=$(readlink "$link" 2>/dev/null) || continue
    case ${program%" (deleted)"} in
      /usr/local/bin/etcd | /usr/local/bin/kube* | /usr/local/bin/containerd* | /usr/local/bin/cri-dockerd) echo "$program" ;;
    esac
  done
)
[ -z "$left" ] && echo "no process of the cluster" || { printf '%s\n' "$left" | sort | uniq -c; false; }
