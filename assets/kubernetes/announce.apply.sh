api() { kubectl --kubeconfig=/etc/kubernetes/kubelet.conf --request-timeout=10s "$@"; }
announce() {
  found=$(api get node "$NODE" --ignore-not-found -o name) || return
  [ "$found" ] || printf '%s\n' "$NODE_OBJECT" | api create --validate=false -f -
}
tries=0
until said=$(announce 2>&1); do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || { echo "the API does not take the node $NODE: $said"; exit 1; }
  sleep 1
done
