systemctl stop kube-proxy.service
for tool in iptables ip6tables; do
  command -v "$tool" >/dev/null || continue
  # First of all, so that nobody is locked out.
  for chain in INPUT FORWARD OUTPUT; do
    "$tool" -w -P "$chain" ACCEPT
  done
  for table in filter nat mangle; do
    # A table whose module the kernel has not is empty; whatever else fails, flushing fails, too.
    "$tool" -w -t "$table" -S >/dev/null || [ "$table" = filter ] || {
      echo "$tool: the table $table cannot be listed, and is left as it is"
      continue
    }
    "$tool" -w -t "$table" -F
    "$tool" -w -t "$table" -X
  done
done
