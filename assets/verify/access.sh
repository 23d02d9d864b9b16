# By the credential of the operators' group, which everybody uses after this run.
said=$(kubectl --kubeconfig=/root/.kube/config --request-timeout=10s auth can-i '*' '*' --all-namespaces 2>&1) ||
  { echo "the group quorate:cluster-admins may not administer the cluster: $said"; exit 1; }
echo "the group quorate:cluster-admins may do everything"
