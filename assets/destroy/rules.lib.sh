# Chains of Kubernetes and of network plug-ins (KUBE-*, CNI-*, cali-*), the rules of others' chains
# that lead to them, and the two by which pods are forwarded. Prints a transaction for
# iptables-restore --noflush; nothing when there are none. Rules of others are in none of it.
ours() {
  awk -v pods="$PODS" '
    function mine(chain) { return chain ~ /^(KUBE-|CNI-|cali-)/ }
    /^\*/ { table = $0; rules = 0; chains = 0 }
    /^:/ { chain = substr($1, 2); if (mine(chain)) name[chains++] = chain }
    /^-A / && !mine($2) && (/ -[jg] (KUBE-|CNI-|cali-)/ || / --comment "cali:/ ||
      ($2 == "FORWARD" && ($0 == "-A FORWARD -s " pods " -j ACCEPT" || $0 == "-A FORWARD -d " pods " -j ACCEPT"))) {
      sub(/^-A/, "-D"); rule[rules++] = $0
    }
    /^COMMIT/ && rules + chains {
      print table
      for (i = 0; i < rules; i++) print rule[i]
      for (i = 0; i < chains; i++) print "-F " name[i]
      for (i = 0; i < chains; i++) print "-X " name[i]
      print
    }'
}

# The tools that may hold rules. Asking a legacy one would make the kernel load its tables.
tools() {
  for family in ip ip6; do
    ! command -v ${family}tables-save >/dev/null || echo ${family}tables
    if [ -s "/proc/net/${family}_tables_names" ] && command -v ${family}tables-legacy-save >/dev/null; then
      echo ${family}tables-legacy
    fi
  done
}

# What the tool lists. It also warns of tables that others hold; that is told only when it fails.
saved() { # TOOL
  listed=$("$1-save" 2>/dev/null) || {
    "$1-save" >/dev/null
    return 1
  }
  printf '%s\n' "$listed"
}

rules_left() {
  for tool in $(tools); do
    text=$(saved "$tool") || return
    printf '%s\n' "$text" | ours
  done
}

tables_left() {
  command -v nft >/dev/null || return 0
  seen=$(q_json_of nft -j list tables) || return
  printf '%s\n' "$seen" | awk -F'\t' '
    { n = split($1, place, ".") }
    n != 4 || place[3] != "table" { next }
    place[4] == "family" { family[place[2]] = $2 }
    place[4] == "name" { name[place[2]] = $2 }
    END {
      for (i in name)
        if (name[i] == "quorate_pods" || name[i] == "quorate_firewall" || name[i] == "kube-proxy" ||
          (name[i] == "calico" && family[i] != "inet")) print family[i], name[i]
    }' | sort
}

sets_left() {
  command -v ipset >/dev/null || return 0
  ipset list -n 2>/dev/null | grep -E '^(KUBE-|cali4|cali6)' || true
}

# Virtual services of kube-proxy: at addresses of its own interface, or at node ports.
services_left() {
  [ -e /sys/class/net/kube-ipvs0 ] && command -v ipvsadm >/dev/null || return 0
  seen=$(q_json_of ip -j addr show dev kube-ipvs0) || return
  addresses=$(printf '%s\n' "$seen" | awk -F'\t' '$1 ~ /\.addr_info\.[0-9]+\.local$/ { printf "%s ", $2 }')
  seen=$(ipvsadm -S -n) || return
  printf '%s\n' "$seen" | awk -v addresses=" $addresses" -v range="$NODE_PORTS" '
    $1 == "-A" {
      at = $3; port = at; sub(/.*:/, "", port); sub(/:[0-9]+$/, "", at); gsub(/[][]/, "", at)
      split(range, r, "-")
      if (index(addresses, " " at " ") || (port + 0 >= r[1] + 0 && port + 0 <= r[2] + 0)) print $2, $3
    }'
}
