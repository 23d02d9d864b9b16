# Of Calico's manifest what nothing but a person changes: its settings and rights.
kept() {
  awk '
    function flush() {
      if (kind ~ /^(ConfigMap|ClusterRole|ClusterRoleBinding)$/) printf "---\n%s", text
      text = kind = ""
    }
    /^---/ { flush(); next }
    /^kind:/ { kind = $2 }
    { text = text $0 "\n" }
    END { flush() }' "$PATCHED"
}
