# A member that does not answer does not lead.
status=$(/usr/local/bin/etcdctl.sh --endpoints="$ETCD_LEADER_URL" --command-timeout=5s endpoint status -w fields) || exit 0
printf '%s\n' "$status" | awk -F' : ' '
  $1 == "\"MemberID\"" { member = $2 }
  $1 == "\"Leader\"" { leader = $2 }
  END { exit member == leader }'
