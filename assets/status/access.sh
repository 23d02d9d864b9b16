# May the operators' group administer the cluster? "true" or "false"; nothing where nobody tells.
printf '{"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
  "spec": {"resourceAttributes": {"verb": "*", "group": "*", "resource": "*"}}}' |
  timeout 10 /usr/local/bin/kubectl --kubeconfig=/root/.kube/config --request-timeout=8s \
    create --validate=false -f - -o go-template='{{.status.allowed}}'
