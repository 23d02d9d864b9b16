kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=8s get nodes -o go-template='{{range .items}}{{.metadata.name}}|{{range .status.conditions}}{{if eq .type "Ready"}}{{.status}}|{{.lastTransitionTime}}{{end}}{{end}}|{{.status.nodeInfo.kubeletVersion}}|{{if .spec.unschedulable}}cordoned{{end}}|{{range $k, $v := .metadata.labels}}{{$k}} {{end}}
{{end}}'
