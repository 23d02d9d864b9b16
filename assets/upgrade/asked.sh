# What was answered meanwhile. Of requests through a proxy none may fail.
log={{log}}
if [ ! -s "$log" ] || ! systemctl is-active --quiet quorate-asks.service; then
  echo "the questions from {{node}} did not go on to the end: whether the API answered all the while is not known"
  exit 1
fi
if [ -f "$log.pods" ]; then
  if now=$(pods); then
    printf '%s\n' "$now" | awk '
      NR == FNR { before[$1] = $2; next }
      { n++; if (!($1 in before)) fresh++; again += $2 - before[$1] }
      END { print n + 0 " pods, " fresh + 0 " of them new; " again + 0 " container restarts" }' \
      "$log.pods" -
  else
    echo "how many pods began anew is not known"
  fi
fi
# When the last failed: what the API server's log says of it is looked for there.
failed=$(awk '$2 != 200 { at = $1 } END { print at }' "$log")
if [ "$failed" ]; then
  read -r up _ </proc/uptime
  failed=$(date -d "@$(($(date +%s) - ${up%.*} + failed))" +%T)
fi
awk -v failed="$failed" -v proxied='{{proxied}}' -v servers='{{servers}}' '
  { n[$3]++; now = $1 }
  $2 == 200 {
    if ($3 in last && $1 - last[$3] > gap[$3]) gap[$3] = $1 - last[$3]
    last[$3] = $1
    next
  }
  { bad[$3]++; codes[$2 + 0 ? "HTTP " $2 : "no answer, curl " $4]++ }
  END {
    count = split(servers, name, " ")
    for (i = 1; i <= count; i++) {
      whose = name[i]
      if (now - last[whose] > gap[whose]) gap[whose] = now - last[whose]
      if (bad[whose]) print "the API server of " whose " was not ready for at most " gap[whose] " s"
      else print "the API server of " whose " was ready at each of " n[whose] " looks"
    }
    if (proxied == "") exit 0
    if (bad[proxied]) {
      how = ""
      for (code in codes) how = how (how ? ", " : "") code ": " codes[code]
      print bad[proxied] " of " n[proxied] " requests through the proxy of " proxied " failed (" how "; the last at " failed ")"
      exit 1
    }
    print "all of " n[proxied] " requests through the proxy of " proxied " were answered"
  }' "$log"
