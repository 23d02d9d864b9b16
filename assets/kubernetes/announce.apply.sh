api() { kubectl --kubeconfig=/etc/kubernetes/kubelet.conf --request-timeout=10s "$@"; }
tries=0
while :; do
  found=$(api get node "$NODE" --ignore-not-found -o name) && [ "$found" ] && break
  said=$(printf '%s\n' "$NODE_OBJECT" | api create --validate=false -f - 2>&1) && break
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || { echo "the API does not take the node $NODE: $said"; exit 1; }
  sleep 1
done
