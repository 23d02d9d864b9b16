# What the CIS Kubernetes Benchmark asks about the cluster's objects, of this master's own API
# server, a record a line, its words between tabs. What cannot be asked has no "asked" and no record.
#   asked WHAT                       all of it was told
#   may VERB RESOURCE true|false     whether everybody who logs in may, in all namespaces
#   admins BINDING                   binds a subject to cluster-admin
#   wildcard KIND NAME               a role with a star, but for those that Kubernetes makes itself
#   account NAMESPACE true|false     whether the default account's token is mounted
#   namespace NAME LEVEL             what Pod Security enforces there; empty: nothing
#   policies NAMESPACE               it has a NetworkPolicy
#   pod NAMESPACE/NAME WORD...       what of it the benchmark asks about
kube() {
  timeout 25 /usr/local/bin/kubectl --kubeconfig /root/.kube/config --request-timeout=20s "$@"
}

told() { # WHAT KUBECTL-WORD...
  what=$1
  shift
  if said=$(kube "$@"); then
    printf '%s\nasked\t%s\n' "$said" "$what"
  fi
}

access() { # VERB GROUP RESOURCE [SUBRESOURCE]
  cat <<REVIEW
---
apiVersion: authorization.k8s.io/v1
kind: SubjectAccessReview
spec:
  user: somebody
  groups: [system:authenticated]
  resourceAttributes: {verb: $1, group: "$2", resource: $3, subresource: "${4-}"}
REVIEW
}

{
  access get '' secrets
  access list '' secrets
  access watch '' secrets
  access create '' pods
  access create '' persistentvolumes
  access get '' nodes proxy
  access update certificates.k8s.io certificatesigningrequests approval
  access update admissionregistration.k8s.io validatingwebhookconfigurations
  access update admissionregistration.k8s.io mutatingwebhookconfigurations
  access create '' serviceaccounts token
} | told access create --validate=false -f - -o 'go-template=may	{{.spec.resourceAttributes.verb}}	{{.spec.resourceAttributes.resource}}{{with .spec.resourceAttributes.subresource}}/{{.}}{{end}}	{{if .status.allowed}}true{{else}}false{{end}}{{"\n"}}'

told admins get clusterrolebindings -o 'go-template={{range .items}}{{if eq .roleRef.name "cluster-admin"}}admins	{{.metadata.name}}{{"\n"}}{{end}}{{end}}'

told wildcards get clusterroles,roles -A -l 'kubernetes.io/bootstrapping!=rbac-defaults' -o 'go-template={{range .items}}{{$kind := .kind}}{{$name := .metadata.name}}{{range .rules}}{{range .verbs}}{{if eq . "*"}}wildcard	{{$kind}}	{{$name}}{{"\n"}}{{end}}{{end}}{{range .resources}}{{if eq . "*"}}wildcard	{{$kind}}	{{$name}}{{"\n"}}{{end}}{{end}}{{end}}{{end}}'

told accounts get serviceaccounts -A --field-selector metadata.name=default -o 'go-template={{range .items}}account	{{.metadata.namespace}}	{{if eq (printf "%v" .automountServiceAccountToken) "false"}}false{{else}}true{{end}}{{"\n"}}{{end}}'

told namespaces get namespaces -o 'go-template={{range .items}}namespace	{{.metadata.name}}	{{with .metadata.labels}}{{with index . "pod-security.kubernetes.io/enforce"}}{{.}}{{end}}{{end}}{{"\n"}}{{end}}'

told policies get networkpolicies -A -o 'go-template={{range .items}}policies	{{.metadata.namespace}}{{"\n"}}{{end}}'

told pods get pods -A -o 'go-template={{range .items}}pod	{{.metadata.namespace}}/{{.metadata.name}}{{with .spec}}{{if .hostPID}}	hostPID{{end}}{{if .hostIPC}}	hostIPC{{end}}{{if .hostNetwork}}	hostNetwork{{end}}{{range .volumes}}{{if .hostPath}}	hostPath{{end}}{{end}}{{range .containers}}{{with .securityContext}}{{if .privileged}}	privileged{{end}}{{end}}{{range .volumeMounts}}{{if eq .mountPath "/var/run/secrets/kubernetes.io/serviceaccount"}}	token{{end}}{{end}}{{range .ports}}{{if .hostPort}}	hostPort{{end}}{{end}}{{range .env}}{{with .valueFrom}}{{if .secretKeyRef}}	secretEnv{{end}}{{end}}{{end}}{{range .envFrom}}{{if .secretRef}}	secretEnv{{end}}{{end}}{{end}}{{end}}{{"\n"}}{{end}}'
