api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s "$@"; }
lost() {
  found=$(api get nodes -o name) || return
  for name in $LOST; do
    ! printf '%s\n' "$found" | grep -qx "node/$name" || echo "$name"
  done
}
