api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s "$@"; }
# The look before may have failed for another reason than the mark: whom its owner cordoned stays so.
by=$(api get node "$NODE_BACK" -o go-template='{{if .metadata.annotations}}{{index .metadata.annotations "quorate.io/cordoned-by"}}{{ end }}')
[ "$by" != quorate-upgrade ] || api uncordon "$NODE_BACK"
api annotate node "$NODE_BACK" quorate.io/cordoned-by- quorate.io/ready-before- >/dev/null
