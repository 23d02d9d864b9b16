# The pods, "UID RESTARTS" a line.
pods() {
  said=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s get pods --all-namespaces \
    -o go-template='{{range .items}}{{.metadata.uid}}{{range .status.containerStatuses}} {{.restartCount}}{{ end }}
{{ end }}') || return
  printf '%s\n' "$said" | awk 'NF { n = 0; for (i = 2; i <= NF; i++) n += $i; print $1, n }'
}
