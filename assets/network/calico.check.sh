wanted=$(awk -f "$PATCH" "$ORIGINAL" | sha256sum)
[ "$wanted" = "$(sha256sum <"$PATCHED")" ]
api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s "$@"; }
found=$(api -n kube-system get daemonset calico-node \
  -o go-template='{{index .metadata.annotations "quorate.io/digest"}}')
[ "$found" = "${wanted%% *}" ]
# What nothing but a person changes: what `kubectl apply` would change there (exit code 1) is drift.
# shellcheck disable=SC2086 # APPLY is a list of flags
said=$(awk '
  function flush() {
    if (kind ~ /^(ConfigMap|ClusterRole|ClusterRoleBinding)$/) printf "---\n%s", text
    text = kind = ""
  }
  /^---/ { flush(); next }
  /^kind:/ { kind = $2 }
  { text = text $0 "\n" }
  END { flush() }' "$PATCHED" | api diff $APPLY -f -) || [ $? != 1 ] ||
  q_because "a setting, role or binding of Calico's is not as wanted"
