api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s "$@"; }
mark=quorate.io/cordoned-by
# Whom its owner cordoned stays cordoned in the end.
cordoned=$(api get node "$NODE_DRAIN" -o go-template='{{if .spec.unschedulable}}yes{{ end }}')
if [ -z "$cordoned" ]; then
  api annotate --overwrite node "$NODE_DRAIN" $mark=quorate-upgrade >/dev/null
fi
# Whose pods are ready there now, they have to be again; a run that was cut off may have noted it.
noted=$(api get node "$NODE_DRAIN" \
  -o go-template='{{if .metadata.annotations}}{{with index .metadata.annotations "quorate.io/ready-before"}}{{.}}{{ end }}{{ end }}')
if [ -z "$noted" ]; then
  pods=$(api -n kube-system get pods --field-selector="spec.nodeName=$NODE_DRAIN" \
    -o go-template='{{range .items}}{{$pod := .}}{{range .metadata.ownerReferences}}{{if eq .kind "DaemonSet"}}{{.name}} {{range $pod.status.conditions}}{{if eq .type "Ready"}}{{.status}}{{ end }}{{ end }}
{{ end }}{{ end }}{{ end }}')
  ready=$(printf '%s\n' "$pods" | awk '$2 == "True" { print $1 }' | sort -u | paste -sd, -)
  [ -z "$ready" ] || api annotate --overwrite node "$NODE_DRAIN" "quorate.io/ready-before=$ready" >/dev/null
fi
api cordon "$NODE_DRAIN"
api -n quorate-check delete pods --field-selector="spec.nodeName=$NODE_DRAIN" \
  --grace-period=0 --force --ignore-not-found >/dev/null || true
set -- --ignore-daemonsets --delete-emptydir-data --timeout="${WITHIN}s"
[ -z "$FORCE" ] || set -- "$@" --force
if kubectl --kubeconfig=/etc/kubernetes/super-admin.conf drain "$NODE_DRAIN" "$@"; then exit 0; fi
echo "Not all pods left $NODE_DRAIN within $WITHIN s; nothing was changed there."
by=$(api get node "$NODE_DRAIN" -o go-template='{{if .metadata.annotations}}{{index .metadata.annotations "quorate.io/cordoned-by"}}{{ end }}')
if [ "$by" = quorate-upgrade ]; then
  api uncordon "$NODE_DRAIN"
  api annotate node "$NODE_DRAIN" $mark- quorate.io/ready-before- >/dev/null
  echo "It takes pods again."
fi
echo "Budgets that allow no disruption now:"
api get poddisruptionbudgets --all-namespaces -o go-template='{{range .items}}{{if eq .status.disruptionsAllowed 0}}  {{.metadata.namespace}}/{{.metadata.name}}: {{.status.currentHealthy}} healthy pods, {{.status.desiredHealthy}} have to be
{{ end }}{{ end }}'
exit 1
