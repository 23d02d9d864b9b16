# Without them pods are neither led elsewhere nor taken out of services. Each holder renews its lease
# every 2 seconds, and another one takes it after 15 (their defaults).
now=$(date -u +%s)
for name in kube-controller-manager kube-scheduler; do
  renewed=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s -n kube-system get lease "$name" \
    -o go-template='{{.spec.renewTime}}') || exit 1
  age=$((now - $(date -u -d "$renewed" +%s)))
  [ "$age" -le 6 ] || { echo "the lease of $name is $age s old"; exit 1; }
done
echo "controller manager and scheduler lead"
