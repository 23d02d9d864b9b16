# Which APIs services of the cluster serve behind the API servers, as this master's own one tells it, a
# record a line:
#   api NAME GROUP VERSION STATUS  whether it is available: True, False, Unknown
#   end                            all of them were told
apis=$(timeout 30 /usr/local/bin/kubectl --kubeconfig /etc/kubernetes/super-admin.conf --request-timeout=20s \
  get apiservices -o 'go-template={{range .items}}{{if .spec.service}}api {{.metadata.name}} {{.spec.group}} {{.spec.version}} {{range .status.conditions}}{{if eq .type "Available"}}{{.status}}{{end}}{{end}}{{"\n"}}{{end}}{{end}}') || exit 0
printf '%s\n' "$apis" | sed '/^$/d'
echo end
