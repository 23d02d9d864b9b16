# May the operators' group administer the cluster? "true" or "false"; nothing where nobody tells.
{{json}}
printf '{"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
  "spec": {"resourceAttributes": {"verb": "*", "group": "*", "resource": "*"}}}' |
  {{ask}} | q_json | awk -F'\t' '$1 == "status.allowed" { print $2 }'
