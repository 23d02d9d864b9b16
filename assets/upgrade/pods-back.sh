# The node's pods of kube-system's daemon sets, such as the pod network's. One of which no pod is
# ready on any node was not well before either.
api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s -n kube-system "$@"; }
sets=$(api get daemonsets -o go-template='{{range .items}}{{.metadata.name}} {{.status.numberReady}}
{{ end }}') || exit
pods=$(api get pods --field-selector=spec.nodeName={{node}} -o go-template='{{range .items}}{{$pod := .}}{{range .metadata.ownerReferences}}{{if eq .kind "DaemonSet"}}{{.name}} {{$pod.metadata.name}} {{range $pod.status.conditions}}{{if eq .type "Ready"}}{{.status}}{{ end }}{{ end }}
{{ end }}{{ end }}{{ end }}') || exit
printf '%s\n---\n%s\n' "$sets" "$pods" | awk '
  $1 == "---" { pods = 1; next }
  !pods { ready[$1] = $2; next }
  NF < 2 { next }
  $3 == "True" { well++; next }
  ready[$1] > 0 { if (missed == "") missed = $2 }
  END {
    if (missed != "") { print "the pod " missed " is not ready"; exit 1 }
    print well + 0 " pods of daemon sets are ready there"
  }'
