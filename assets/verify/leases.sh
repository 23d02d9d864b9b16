now=$(date -u +%s)
kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s -n kube-system get leases \
  kube-controller-manager kube-scheduler \
  -o go-template='{{range .items}}{{.metadata.name}} {{.spec.holderIdentity}} {{.spec.renewTime}}
{{end}}' 2>&1 | {
  held='' said=''
  while read -r name holder renewed; do
    case $name in
      kube-controller-manager | kube-scheduler) ;;
      *)
        said="$name $holder $renewed"
        continue
        ;;
    esac
    age=$((now - $(date -u -d "$renewed" +%s)))
    [ "$age" -le 30 ] || { echo "$name: the lease of ${holder%%_*} is $age s old"; exit 1; }
    held="$held${held:+, }$name on ${holder%%_*}"
  done
  case $held in
    *kube-controller-manager*kube-scheduler*) echo "$held" ;;
    *) echo "not both have a leader: ${held:-no lease}${said:+; $said}"; exit 1 ;;
  esac
}
