# What `kubectl apply` would change, told by the API server itself: an annotation of ours would say
# nothing about the fields beside it. Exit code 1: something; more: it could not be told.
said=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s diff -f "$FILE") && exit 0
# The files that it compares are called GROUP.VERSION.KIND.NAMESPACE.NAME.
names=$(printf '%s\n' "$said" | sed -n 's|^+++ [^[:space:]]*/\([^/[:space:]]*\)[[:space:]].*|\1|p' |
  sed 's/^.*\.\([A-Z][A-Za-z]*\)\.[^.]*\.\(.*\)$/\1 \2/')
[ -z "$names" ] || q_because "not as wanted: $(printf '%s\n' "$names" | paste -sd, - | sed 's/,/, /g')"
exit 1
