PODS='{{pods}}' NODE_PORTS='{{nodePorts}}'
left=$(
  pods_mounts | sed 's/^/mount /'
  pods_interfaces | sed 's/^/interface /'
  pods_routes | sed 's/^/route /'
  rules_left | grep '^-[XD]' | sed 's/^/rule /'
  tables_left | sed 's/^/nft table /'
  sets_left | sed 's/^/ipset /'
)
[ -z "$left" ] && echo "no mounts, interfaces, routes or rules" || { printf '%s\n' "$left"; false; }
