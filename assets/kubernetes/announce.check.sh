found=$(kubectl --kubeconfig=/etc/kubernetes/kubelet.conf --request-timeout=10s get node "$NODE" --ignore-not-found -o name)
[ "$found" ]
