systemctl stop kube-proxy.service
for tool in iptables ip6tables; do
  command -v "$tool" >/dev/null || continue
  # First of all, so that nobody is locked out.
  for chain in INPUT FORWARD OUTPUT; do
    "$tool" -w -P "$chain" ACCEPT
  done
  for table in filter nat mangle; do
    "$tool" -w -t "$table" -S >/dev/null || continue
    "$tool" -w -t "$table" -F
    "$tool" -w -t "$table" -X
  done
done
