kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=30s delete node "$NODE_DELETE" --ignore-not-found
