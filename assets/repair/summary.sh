# What a repair flushes, table by table, with the rules that are not Kubernetes'.
for tool in iptables ip6tables; do
  command -v "$tool-save" >/dev/null || continue
  "$tool-save" 2>/dev/null | awk -v tool="$tool" '
    /^\*/ { table = substr($0, 2); ours = 0; others = 0 }
    /^-A / {
      if ($2 ~ /^(KUBE-|CNI-|cali-)/ || / -[jg] (KUBE-|CNI-|cali-)/ || / --comment "cali:/) ours++
      else rule[others++] = $0
    }
    /^:(INPUT|FORWARD|OUTPUT) / && $2 != "ACCEPT" && table == "filter" { rule[others++] = "-P " substr($1, 2) " " $2 }
    /^COMMIT/ && (table == "filter" || table == "nat" || table == "mangle") && ours + others {
      print tool " " table ": " ours " rules of Kubernetes, " others " others"
      for (i = 0; i < others; i++) print "    " rule[i]
    }'
done
