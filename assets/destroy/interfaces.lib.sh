# Of these lists each fails when a tool that it asks does: then nobody knows what is left.
pods_interfaces() {
  command -v ip >/dev/null || return 0
  # Not by /sys, which in some containers shows another network's.
  seen=$(q_json_of ip -j link show) || return
  printf '%s\n' "$seen" | awk -F'\t' '$1 ~ /^[0-9]+\.ifname$/ { print $2 }' | while read -r name; do
    case $name in
      cni0 | kube-ipvs0 | kube-bridge | cali* | vxlan.calico | vxlan-v6.calico | wireguard.cali | wg-v6.cali)
        echo "$name"
        ;;
    esac
  done
}

# Ours carry 81, Calico's 12 (bird, a name that not every machine's iproute2 knows) or 80; of Calico's only those to pods, for bird has other users.
pods_routes() {
  command -v ip >/dev/null || return 0
  for family in -4 -6; do
    for mark in 81 80 12; do
      seen=$(q_json_of ip -j "$family" route show proto "$mark") || return
      printf '%s\n' "$seen" | awk -F'\t' '$1 ~ /^[0-9]+\.dst$/ { print $2 }' | while read -r network; do
        [ "$mark" != 81 ] && ! inside "$network" || echo "$family $network $mark"
      done
    done
  done
}

inside() { # NETWORK: whether it is in the pods' network
  case $PODS in
    *:*) case $1 in "${PODS%%::*}":*) ;; *) return 1 ;; esac ;;
    *)
      awk -v a="$1" -v b="$PODS" '
        function number(s, p) { split(s, p, "."); return ((p[1] * 256 + p[2]) * 256 + p[3]) * 256 + p[4] }
        BEGIN {
          split(a, x, "/"); split(b, y, "/")
          size = 2 ^ (32 - y[2])
          exit !(a ~ /^[0-9.]+(\/[0-9]+)?$/ && int(number(x[1]) / size) == int(number(y[1]) / size))
        }'
      ;;
  esac
}
