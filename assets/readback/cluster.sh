# What runs on this master, in sections that begin with "== name": the flags of the programs, one
# a line, the files that they were configured with, the pods' network, the token of etcd, and the
# nodes as the API lists them. Works for clusters that others made, too.
PATH=$PATH:/usr/local/bin
network=$(readlink /proc/1/ns/net)
for process in /proc/[0-9]*; do
  read -r name <"$process/comm" || continue
  case $name in
    # The kernel keeps fifteen letters of a name.
    kube-apiserver | kube-controller | etcd | kubelet | kube-proxy)
      # Those in pods with a network of their own are somebody's workload.
      [ "$(readlink "$process/ns/net")" = "$network" ] || continue
      flags=$(tr '\0' '\n' <"$process/cmdline") || continue
      printf '== flags %s\n%s\n' "$name" "$flags"
      file=$(printf '%s\n' "$flags" | sed -n 's/^--config=//p' | head -n 1)
      if [ -n "$file" ] && [ "$name" != etcd ]; then
        printf '== config %s\n' "$name"
        # As the program sees it: it may run in a container.
        cat "$process/root$file"
        echo
      fi
      if [ "$name" = etcd ]; then
        echo '== token'
        tr '\0' '\n' <"$process/environ" | sed -n 's/^ETCD_INITIAL_CLUSTER_TOKEN=//p'
      fi
      ;;
  esac
done
echo '== network'
ls /etc/cni/net.d
for access in /etc/kubernetes/super-admin.conf /etc/kubernetes/admin.conf /root/.kube/config; do
  [ -r "$access" ] || continue
  nodes=$(timeout 15 kubectl --kubeconfig="$access" --request-timeout=12s get nodes -o go-template='{{range .items}}{{.metadata.name}}|{{.status.nodeInfo.kubeletVersion}}|{{.status.nodeInfo.containerRuntimeVersion}}|{{range .status.addresses}}{{if eq .type "InternalIP"}}{{.address}} {{end}}{{end}}|{{range $key, $value := .metadata.labels}}{{$key}} {{end}}|{{range .spec.taints}}{{.key}}:{{.effect}} {{end}}{{range $key, $value := .metadata.annotations}}{{if eq $key "quorate.io/labels" "quorate.io/taints"}}|{{$key}}={{$value}}{{end}}{{end}}
{{end}}') || continue
  printf '== nodes\n%s\nend\n' "$nodes"
  break
done
