if command -v ss >/dev/null; then
  left=$(ss -Hltnp | awk '$4 ~ /:({{ports}})$/ && /"(etcd|kube|nginx|containerd)/ { print $4, $6 }')
else
  left=
fi
[ -z "$left" ] && echo "ports are free" || { printf '%s\n' "$left"; false; }
