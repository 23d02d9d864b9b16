found=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=5s get -f "$FILE" -o go-template='{{range .items}}{{index .metadata.annotations "quorate.io/digest"}}
{{end}}')
[ "$(printf '%s\n' "$found" | grep -Fxc -- "$DIGEST")" = "$COUNT" ]
