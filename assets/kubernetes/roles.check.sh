found=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=5s get nodes -o go-template='{{range .items}}{{.metadata.name}}|{{range $k, $v := .metadata.labels}}{{$k}} {{end}}|{{range .spec.taints}}{{.key}}:{{.effect}} {{end}}
{{end}}')
# Only roles count, in the order of the names: the rest belongs to others.
roles=$(printf '%s\n' "$found" | awk -F'|' '
  function has(list, word) { return index(" " list, " " word " ") }
  function ours(list, suffix,    names, i, out) {
    split("control-plane master worker", names, " ")
    for (i = 1; i <= 3; i++)
      if (has(list, "node-role.kubernetes.io/" names[i] suffix))
        out = out (out == "" ? "" : " ") "node-role.kubernetes.io/" names[i] suffix
    return out
  }
  NF { print $1 "|" ours($2, "") "|" ours($3, ":NoSchedule") }')
printf '%s\n' "$WANTED" | while read -r line; do
  printf '%s\n' "$roles" | grep -Fxq -- "$line" || exit 1
done
