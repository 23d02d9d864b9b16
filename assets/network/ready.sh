# Whether the pods' network is ready, by the objects that were named for it: NAMESPACE/KIND/NAME, of
# which all pods have to be of the newest kind and ready, or with =CONDITION behind, which has to be
# True. Objects of no namespace begin with the slash.
api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s "$@"; }
number() { printf '{{with %s}}{{.}}{{ else }}0{{ end }} ' "$1"; }
ready=''
for object in {{objects}}; do
  namespace=${object%%/*} kind=${object#*/} condition=''
  name=${kind#*/} kind=${kind%%/*}
  case $name in *=*) condition=${name#*=} name=${name%%=*} ;; esac
  if [ "$condition" ]; then
    wanted=True
    seen=$(api get "$kind" "$name" ${namespace:+-n "$namespace"} -o \
      go-template="{{range .status.conditions}}{{if eq .type \"$condition\"}}{{.status}}{{ end }}{{ end }}") || exit
    [ "$seen" = "$wanted" ] || { echo "$kind $name is not $condition yet (${seen:-not told})"; exit 1; }
  else
    case $kind in
      daemonset) counts="$(number .status.desiredNumberScheduled)$(number .status.updatedNumberScheduled)$(number .status.numberAvailable)" ;;
      *) counts="$(number .spec.replicas)$(number .status.updatedReplicas)$(number .status.readyReplicas)" ;;
    esac
    seen=$(api get "$kind" "$name" -n "$namespace" -o \
      go-template="$(number .metadata.generation)$(number .status.observedGeneration)$counts") || exit
    # shellcheck disable=SC2086 # five numbers
    set -- $seen
    [ "$1" -le "$2" ] && [ "$3" -gt 0 ] && [ "$3" = "$4" ] && [ "$3" = "$5" ] ||
      { echo "$kind $name: ${5:-0} of ${3:-0} pods are ready, ${4:-0} up to date"; exit 1; }
  fi
  ready="$ready${ready:+, }$kind $name"
done
echo "ready: $ready"
