PODS='{{pods}}' NODE_PORTS='{{nodePorts}}'
# A list that cannot be had is no empty one.
mounts=$(pods_mounts)
interfaces=$(pods_interfaces)
routes=$(pods_routes)
rules=$(rules_left)
tables=$(tables_left)
sets=$(sets_left)
left=$(
  printf '%s\n' "$mounts" | sed -n 's/^./mount &/p'
  printf '%s\n' "$interfaces" | sed -n 's/^./interface &/p'
  printf '%s\n' "$routes" | sed -n 's/^./route &/p'
  printf '%s\n' "$rules" | sed -n 's/^-[XD]/rule &/p'
  printf '%s\n' "$tables" | sed -n 's/^./nft table &/p'
  printf '%s\n' "$sets" | sed -n 's/^./ipset &/p'
)
[ -z "$left" ] && echo "no mounts, interfaces, routes or rules" || { printf '%s\n' "$left"; false; }
