api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf "$@"; }
# NODE IMAGE of each node that has the test image, as the nodes themselves report it.
at_hand() {
  listed=$(api get nodes -o go-template='{{range .items}}{{$node := .metadata.name}}{{range .status.images}}{{range .names}}{{$node}} {{.}}
{{end}}{{end}}{{end}}') || return
  printf '%s\n' "$listed" | awk '$2 ~ /(^|\/)busybox:[^@]*$/ && !seen[$1]++' | head -n 5
}
