api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf -n kube-system "$@"; }
# An image that cannot be pulled is known within seconds; one that is being pulled is waited for.
looks=0
while :; do
  available=$(api get deployment coredns -o go-template='{{with .status.availableReplicas}}{{.}}{{ else }}0{{ end }}')
  if [ "$available" -gt 0 ]; then
    echo "$available replicas of {{image}} are available"
    exit 0
  fi
  waiting=$(api get pods -l k8s-app=kube-dns -o go-template='{{range .items}}{{range .status.containerStatuses}}{{with .state.waiting}}{{.reason}} {{ end }}{{ end }}{{ end }}')
  case $waiting in
    *ImagePullBackOff* | *InvalidImageName* | *ErrImageNeverPull*)
      echo "the image {{image}} cannot be pulled"
      exit 1
      ;;
  esac
  looks=$((looks + 1))
  [ "$looks" -lt 90 ] || break
  sleep 1
done
echo "CoreDNS ({{image}}) is not available: ${waiting:-its pods have not started}"
exit 1
