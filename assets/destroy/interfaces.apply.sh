pods_interfaces | while read -r name; do
  echo "interface $name"
  ip link delete "$name" || true
done
pods_routes | while read -r family network mark; do
  echo "route to $network"
  ip "$family" route del "$network" proto "$mark" || true
done
# Its module makes tunl0 for each network namespace, and takes it away with itself.
[ ! -e /sys/class/net/tunl0 ] || { ip addr flush dev tunl0 && ip link set tunl0 down; } || true
[ -z "$(pods_interfaces)$(pods_routes)" ]
