kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s -n kube-system get pods -l k8s-app=calico-node --field-selector 'spec.nodeName=NODE_NAME' -o go-template='{{range .items}}{{range .status.conditions}}{{if eq .type "Ready"}}{{.status}}{{end}}{{end}}{{end}}' | grep -qx True
echo "calico-node is ready"
