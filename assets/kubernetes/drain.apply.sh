api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf "$@"; }
# A node that broke down a moment ago is still called Ready: only its kubelet knows better.
if ! said=$(api get --raw "/api/v1/nodes/$NODE_DRAIN/proxy/healthz" --request-timeout="$ANSWER" 2>&1); then
  printf '%s\n' "$said" | tail -n 3
  api --request-timeout=10s cordon "$NODE_DRAIN"
  echo "the kubelet of $NODE_DRAIN does not answer: no pod there can be asked to leave"
  exit 0
fi
# What a run that was cut off while it proved the pods' network left: nobody makes those anew.
api --request-timeout=10s -n quorate-check delete pods --field-selector="spec.nodeName=$NODE_DRAIN" \
  --grace-period=0 --force --ignore-not-found >/dev/null || true
set -- --ignore-daemonsets --delete-emptydir-data --timeout="${WITHIN}s"
[ -z "$FORCE" ] || set -- "$@" --force --disable-eviction
if api drain "$NODE_DRAIN" "$@"; then exit 0; fi
echo "Not all pods left $NODE_DRAIN within $WITHIN s: a disruption budget holds them, or nobody would"
echo "make them anew elsewhere. Look at the budgets (kubectl get pdb -A), say a longer --drain-timeout,"
echo "or say --force, which deletes them all the same. The node stays cordoned until then (kubectl uncordon)."
exit 1
