pods=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=30s get pods --all-namespaces -o go-template='{{range .items}}{{.metadata.namespace}}/{{.metadata.name}} {{.status.phase}} {{range .status.conditions}}{{if eq .type "Ready"}}{{.status}}{{ end }}{{ end }}{{if .metadata.deletionTimestamp}} leaving{{ end }}
{{ end }}') || exit
waiting=$(printf '%s\n' "$pods" | awk 'NF && $2 != "Succeeded" && !($2 == "Running" && $3 == "True" && $4 == "") { print $1 " (" $2 ($4 == "" ? "" : ", " $4) ")" }')
all=$(printf '%s\n' "$pods" | grep -c . || true)
if [ "$waiting" ]; then
  echo "$(printf '%s\n' "$waiting" | grep -c .) of $all pods do not run: $(printf '%s\n' "$waiting" | head -n 5 | tr '\n' ' ')"
  exit 1
fi
echo "$all pods run"
