# Puts the cluster's values into Calico's manifest; the rest stays as it was released.
function value(v) { match($0, /^ */); printf "%s%s\"%s\"\n", substr($0, 1, RLENGTH), "value: ", v }
function variable(indent, name, v) { printf "%s- name: %s\n%s  value: \"%s\"\n", indent, name, indent, v }
/^ *# - name: CALICO_IPV4POOL_CIDR/ || /^ *- name: CALICO_IPV4POOL_CIDR/ {
  match($0, /^ */)
  indent = substr($0, 1, RLENGTH)
  variable(indent, "CALICO_IPV4POOL_CIDR", ENVIRON["PODS"])
  variable(indent, "IP_AUTODETECTION_METHOD", "kubernetes-internal-ip")
  if (ENVIRON["NFTABLES"] == "Enabled") variable(indent, "FELIX_NFTABLESMODE", "Enabled")
  getline
  pools++
  next
}
/^ *- name: CALICO_IPV4POOL_IPIP/ { print; getline; value(ENVIRON["IPIP"]); next }
/^ *- name: CALICO_IPV4POOL_VXLAN/ { print; getline; value(ENVIRON["VXLAN"]); next }
/^ *veth_mtu:/ { sub(/veth_mtu:.*/, "veth_mtu: \"" ENVIRON["MTU"] "\"") }
{ print }
END { if (pools != 1) { print "not the manifest that was expected: " pools + 0 " places for the pods' network" >"/dev/stderr"; exit 1 } }
