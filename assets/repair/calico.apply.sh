api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf -n kube-system "$@"; }
api delete pod -l k8s-app=calico-node --field-selector "spec.nodeName=$NODE" --wait=true --timeout=120s
