api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s "$@"; }
api uncordon "$NODE_BACK"
api annotate node "$NODE_BACK" quorate.io/cordoned-by- >/dev/null
