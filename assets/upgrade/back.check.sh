mark=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s get node "$NODE_BACK" \
  -o go-template='{{if .metadata.annotations}}{{with index .metadata.annotations "quorate.io/cordoned-by"}}{{.}}{{ end }}|{{with index .metadata.annotations "quorate.io/ready-before"}}{{.}}{{ end }}{{ end }}')
case $mark in
  "quorate-upgrade|"* | *"|"?*) exit 1 ;;
esac
