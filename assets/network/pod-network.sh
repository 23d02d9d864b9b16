#!/bin/sh
# The pods' network of this node: its own share, and routes to the shares of the others.
#   config, check-config    the share that the API gave to $NODE, for the CNI plug-ins; the API learns
#                           of the node, as $NODE_OBJECT has it, where it does not know it yet
#   routes, check-routes    the list of the others' shares, of $EXPECTED at least
#   up                      the list into the kernel, as at each boot
set -eu
pods={{clusterCidr}}
folder=/etc/quorate
share=$folder/pod-share
list=$folder/pod-routes
noted=/var/lib/quorate/applied/quorate_pods
conflist=/etc/cni/net.d/10-quorate.conflist
# How our routes are told from those of others (ip-route(8), "proto").
mark=81
case $pods in
  *:*) ip="ip -6" family=ip6 tables=ip6tables multicast=ff00::/8 ;;
  *) ip="ip -4" family=ip tables=iptables multicast=224.0.0.0/4 ;;
esac

own() { /usr/local/bin/kubectl --kubeconfig=/etc/kubernetes/kubelet.conf --request-timeout=5s "$@"; }

# The API knows the node before its kubelet runs. A kubelet that finds the pods' network in place is
# Ready at its first report; one that is before it reports that only with its next, ten seconds later.
announce() {
  own get node "$NODE" -o name >/dev/null 2>&1 && return
  printf '%s\n' "$NODE_OBJECT" | own create --validate=false -f -
}

# NAME POD-NETWORK ADDRESS of each node. The kube-proxy may see all nodes, a kubelet only its own.
nodes() {
  /usr/local/bin/kubectl --kubeconfig=/etc/kubernetes/kube-proxy.conf --request-timeout=5s get nodes -o go-template='{{range .items}}{{.metadata.name}} {{with .spec.podCIDR}}{{.}}{{ else }}-{{ end }}{{range .status.addresses}}{{if eq .type "InternalIP"}} {{.address}}{{ end }}{{ end }}
{{ end }}'
}

# The share that the API has for $NODE; nothing when it has none yet, or does not know the node.
given() {
  own get node "$NODE" --ignore-not-found -o go-template='{{with .spec.podCIDR}}{{.}}{{ end }}'
}

rendered() { sed "s|POD_CIDR|$(cat "$share")|" "$folder/pod-network.conflist"; }

# The list as the API has it; fails while a node that is expected is not complete.
wanted() {
  nodes >"$work" && mine=$(cat "$share") || return
  for name in $EXPECTED; do
    awk -v name="$name" '$1 == name && $2 != "-" && NF >= 3 { found = 1 } END { exit !found }' "$work" ||
      { echo "$name has no part of the pods' network yet" >&2; return 1; }
  done
  awk -v mine="$mine" '$2 != "-" && NF >= 3 && $2 != mine { print $2, "via", $3 }' "$work" | sort
}

{{json}}
in_kernel() {
  seen=$(q_json_of $ip -j route show proto "$mark") || return
  printf '%s\n' "$seen" | awk -F'\t' '
    { n = split($1, place, ".") }
    place[2] == "dst" { network[place[1]] = $2 }
    place[2] == "gateway" { via[place[1]] = $2 }
    END { for (i in network) print network[i], "via", via[i] }' | sort
}

# What leaves the pods' network does so under the node's address.
ruleset() {
  cat <<EOF
table $family quorate_pods
delete table $family quorate_pods
table $family quorate_pods {
  chain postrouting {
    type nat hook postrouting priority 100; policy accept;
    $family saddr $pods $family daddr != $pods $family daddr != $multicast masquerade
  }
}
EOF
}

{{nft}}
write() { # FILE, from standard input; beside and renamed
  cat >"$1.new"
  mv -f "$1.new" "$1"
}

# Before the next look: as long as this one took, from 1 to 5 seconds. All nodes of a cluster may wait
# here at once, and must not keep the masters from what they wait for.
rest() { # SECONDS-OF-UPTIME when the look began
  read -r now _ </proc/uptime
  took=$((${now%.*} - ${1%.*}))
  [ "$took" -ge 1 ] || took=1
  [ "$took" -le 5 ] || took=5
  sleep "$took"
}

work=$(mktemp)
trap 'rm -f "$work"' EXIT

case ${1-} in
  check-config)
    [ -s "$share" ] && rendered | cmp -s - "$conflist" || exit 1
    # A node that left and came back has another share, or none until the API knows it again. Where
    # nobody tells, it keeps what it has.
    mine=$(given) || exit 0
    [ "$mine" = "$(cat "$share")" ]
    ;;
  config)
    read -r began _ </proc/uptime
    known=''
    while :; do
      read -r looked _ </proc/uptime
      [ "$known" ] || ! announce || known=yes
      if [ "$known" ] && mine=$(given) && [ "$mine" ]; then break; fi
      [ $((${looked%.*} - ${began%.*})) -lt 300 ] ||
        { echo "the controller manager gives $NODE no part of $pods"; exit 1; }
      rest "$looked"
    done
    if [ -s "$share" ] && [ "$mine" != "$(cat "$share")" ]; then
      # The plug-ins never give the bridge another address, and remember those of the old share.
      ! ip link show dev cni0 >/dev/null 2>&1 || ip link del cni0
      rm -rf /var/lib/cni/networks/quorate
    fi
    echo "$mine" | write "$share"
    rendered | write "$conflist"
    chmod 600 "$conflist"
    echo "pods of $NODE: $mine"
    ;;
  check-routes)
    [ -e "$list" ] || exit 1
    now=$(wanted 2>/dev/null) || { echo "the API does not tell them all"; exit 1; }
    [ "$now" = "$(cat "$list")" ] || { echo "the API has others"; exit 1; }
    [ "$now" = "$(in_kernel)" ] || { echo "the kernel had others, set again"; exit 1; }
    for way in -s -d; do
      $tables -w -C FORWARD "$way" "$pods" -j ACCEPT 2>/dev/null ||
        { echo "the rule that forwards pods' packets was missing, set again"; exit 1; }
    done
    ruleset >"$work"
    said=$(table_kept "$family" quorate_pods "$work" "$noted") ||
      { echo "table quorate_pods $said, loaded again"; exit 1; }
    ;;
  routes)
    read -r began _ </proc/uptime
    while :; do
      read -r looked _ </proc/uptime
      if ways=$(wanted); then break; fi
      [ $((${looked%.*} - ${began%.*})) -lt 120 ] || exit 1
      rest "$looked"
    done
    printf '%s\n' "$ways" | sed '/^$/d' | write "$list"
    "$0" up
    ruleset >"$work"
    table_loaded "$family" quorate_pods "$work" "$noted" || exit 1
    cat "$list"
    ;;
  up)
    [ -e "$list" ] || exit 0
    # Whether or not old ones can be found, pods are reached by those that are set below.
    unlisted=
    there=$(in_kernel) || unlisted=1 there=
    printf '%s\n' "$there" | while read -r network via address; do
      [ -z "$network" ] || grep -Fxq "$network $via $address" "$list" || $ip route del "$network" proto "$mark"
    done
    while read -r network _ address; do
      $ip route replace "$network" via "$address" proto "$mark"
    done <"$list"
    ruleset | nft -f -
    # Docker and some distributions drop what is forwarded.
    for way in -s -d; do
      $tables -w -C FORWARD "$way" "$pods" -j ACCEPT 2>/dev/null ||
        $tables -w -A FORWARD "$way" "$pods" -j ACCEPT
    done
    if [ "$unlisted" ]; then
      echo "all routes are set; the kernel's could not be listed, so that old ones may be left" >&2
      exit 1
    fi
    ;;
  *)
    sed -n '2,6s/^# //p' "$0" >&2
    exit 2
    ;;
esac
