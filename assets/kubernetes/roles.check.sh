found=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf get nodes -o go-template='{{range .items}}{{.metadata.name}}|{{range $k, $v := .metadata.labels}}{{$k}} {{end}}|{{range .spec.taints}}{{.key}}:{{.effect}} {{end}}
{{end}}')
# Only roles count: the rest belongs to others.
roles=$(printf '%s\n' "$found" | awk -F'|' '
  function ours(list,    words, n, i, out) {
    n = split(list, words, " ")
    for (i = 1; i <= n; i++)
      if (words[i] ~ /^node-role\.kubernetes\.io\/(control-plane|master|worker)(:NoSchedule)?$/)
        out = out (out == "" ? "" : " ") words[i]
    return out
  }
  NF { print $1 "|" ours($2) "|" ours($3) }')
printf '%s\n' "$WANTED" | while read -r line; do
  printf '%s\n' "$roles" | grep -Fxq -- "$line" || exit 1
done
