api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf "$@"; }
set -- --ignore-daemonsets --delete-emptydir-data --timeout="${WITHIN}s"
[ -z "$FORCE" ] || set -- "$@" --force --disable-eviction
if api drain "$NODE_DRAIN" "$@"; then exit 0; fi
echo "Not all pods left $NODE_DRAIN within $WITHIN s: a disruption budget holds them, or nobody would"
echo "make them anew elsewhere. Look at the budgets (kubectl get pdb -A), say a longer --drain-timeout,"
echo "or say --force, which deletes them all the same. The node stays cordoned until then (kubectl uncordon)."
exit 1
