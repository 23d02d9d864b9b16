found=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s get nodes -o go-template='{{range .items}}{{.metadata.name}} {{range .status.conditions}}{{if eq .type "Ready"}}{{.status}}{{ end }}{{ end }} {{.status.nodeInfo.kubeletVersion}}
{{ end }}')
ready=''
for name in {{names}}; do
  printf '%s\n' "$found" | grep -q "^$name True " || { echo "$name is not Ready"; exit 1; }
  ready="$ready${ready:+, }$name"
done
echo "Ready: $ready"
