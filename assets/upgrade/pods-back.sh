# The node's pods of kube-system's daemon sets, such as the pod network's. One of which no pod is
# ready on any node was not well before either, unless it was ready on this one when that was drained.
api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s -n kube-system "$@"; }
sets=$(api get daemonsets -o go-template='{{range .items}}{{.metadata.name}} {{.status.numberReady}}
{{ end }}') || exit
pods=$(api get pods --field-selector=spec.nodeName={{node}} -o go-template='{{range .items}}{{$pod := .}}{{range .metadata.ownerReferences}}{{if eq .kind "DaemonSet"}}{{.name}} {{$pod.metadata.name}} {{range $pod.status.conditions}}{{if eq .type "Ready"}}{{.status}}{{ end }}{{ end }}
{{ end }}{{ end }}{{ end }}') || exit
before=$(api get node {{node}} -o go-template='{{if .metadata.annotations}}{{with index .metadata.annotations "quorate.io/ready-before"}}{{.}}{{ end }}{{ end }}') || exit
printf '%s\n---\n%s\n' "$sets" "$pods" | awk -v before="$before" '
  $1 == "---" { pods = 1; next }
  !pods { ready[$1] = $2; next }
  NF < 2 { next }
  $3 == "True" { well++; there[$1]; next }
  ready[$1] > 0 { if (missed == "") missed = $2 }
  END {
    n = split(before, was, ",")
    for (i = 1; i <= n && missed == ""; i++)
      if (was[i] in ready && !(was[i] in there)) missed = "of " was[i]
    if (missed != "") { print "the pod " missed " is not ready"; exit 1 }
    print well + 0 " pods of daemon sets are ready there"
  }'
