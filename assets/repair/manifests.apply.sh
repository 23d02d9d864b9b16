api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=20s "$@"; }
for object in $OBJECTS; do
  namespace=${object%%/*} kind=${object#*/}
  name=${kind#*/} kind=${kind%%/*}
  name=${name%%=*}
  [ "$kind" = daemonset ] || continue
  labels=$(api -n "$namespace" get daemonset "$name" -o \
    go-template='{{range $key, $value := .spec.selector.matchLabels}}{{$key}}={{$value}},{{ end }}') || exit
  [ "$labels" ] || { echo "the daemonset $name has no labels to find its pods by"; exit 1; }
  kubectl --kubeconfig=/etc/kubernetes/super-admin.conf -n "$namespace" delete pod -l "${labels%,}" \
    --field-selector "spec.nodeName=$NODE" --wait=true --timeout=120s
done
