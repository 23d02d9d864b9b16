found=$(pods_interfaces)
printf '%s\n' "$found" | while read -r name; do
  [ "$name" ] || continue
  echo "interface $name"
  ip link delete "$name" || true
done
found=$(pods_routes)
printf '%s\n' "$found" | while read -r family network mark; do
  [ "$network" ] || continue
  echo "route to $network"
  ip "$family" route del "$network" proto "$mark" || true
done
# Its module makes tunl0 for each network namespace, and takes it away with itself.
[ ! -e /sys/class/net/tunl0 ] || { ip addr flush dev tunl0 && ip link set tunl0 down; } || true
found=$(pods_interfaces)
more=$(pods_routes)
[ -z "$found$more" ]
