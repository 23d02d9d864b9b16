mark=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s get node "$NODE_BACK" \
  -o go-template='{{if .metadata.annotations}}{{index .metadata.annotations "quorate.io/cordoned-by"}}{{ end }}')
[ "$mark" != quorate-upgrade ]
