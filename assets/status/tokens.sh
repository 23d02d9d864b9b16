# Which tokens of service accounts live for how long, as this master's own API server tells it, a
# record a line. Of a token only its header is told, which names its key.
#   legacy NAMESPACE NAME HEADER  a Secret with a token that never ends
#   asks SECONDS                  a pod has tokens that live so long
#   end                           all of it was told
kube() {
  timeout 110 /usr/local/bin/kubectl --kubeconfig /etc/kubernetes/super-admin.conf --request-timeout=100s "$@"
}

secrets=$(kube get secrets -A --field-selector type=kubernetes.io/service-account-token -o 'go-template={{range .items}}{{.metadata.namespace}} {{.metadata.name}} {{with .data}}{{with .token}}{{base64decode .}}{{end}}{{end}}{{"\n"}}{{end}}') || exit 0
printf '%s\n' "$secrets" | awk 'NF > 2 { print "legacy " $1 " " $2 " " substr($3, 1, index($3 ".", ".") - 1) }'
pods=$(kube get pods -A -o 'go-template={{range .items}}{{range .spec.volumes}}{{with .projected}}{{range .sources}}{{with .serviceAccountToken}}{{with .expirationSeconds}}asks {{.}}{{"\n"}}{{end}}{{end}}{{end}}{{end}}{{end}}{{end}}') || exit 0
printf '%s\n' "$pods" | sed '/^$/d' | sort -u
echo end
