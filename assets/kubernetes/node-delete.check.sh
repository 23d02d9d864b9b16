found=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s get node "$NODE_DELETE" --ignore-not-found -o name)
[ -z "$found" ]
