api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf -n kube-system "$@"; }
available=$(api get deployment coredns -o go-template='{{with .status.availableReplicas}}{{.}}{{ else }}0{{ end }}')
if [ "$available" -gt 0 ]; then
  echo "$available replicas of {{image}} are available"
  exit 0
fi
waiting=$(api get pods -l k8s-app=kube-dns -o go-template='{{range .items}}{{range .status.containerStatuses}}{{with .state.waiting}}{{.reason}} {{ end }}{{ end }}{{ end }}')
case $waiting in
  *ImagePull*) echo "the image {{image}} cannot be pulled" ;;
  *) echo "CoreDNS ({{image}}) is not available: ${waiting:-its pods have not started}" ;;
esac
exit 1
