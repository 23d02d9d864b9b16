case {{mode}} in
  nftables) nft list table {{family}} kube-proxy >/dev/null ;;
  ipvs) [ -e /sys/class/net/kube-ipvs0 ] ;;
  *) {{family}}tables-save -t nat | grep -q '^-A PREROUTING .*-j KUBE-SERVICES' ;;
esac
echo "kube-proxy has its rules"
