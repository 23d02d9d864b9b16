# What a member without data first says to the others is lost while their connections are made, and
# it takes no clients before its patience with that is at an end: five seconds and two elections
# (etcd, EtcdServer.publish and ReqTimeout). With its data it is ready at once, so it gets that first.
set -eu
systemctl daemon-reload
systemctl start --no-block etcd.service
tries=0
until curl -q -fsS --noproxy '*' --max-time 2 http://127.0.0.1:2381/metrics 2>/dev/null | awk '
  $1 == "etcd_server_has_leader" { leader = $2 }
  $1 == "etcd_server_proposals_applied_total" { applied = $2 }
  END { exit !(leader == 1 && applied > 0) }'; do
  tries=$((tries + 1))
  # The start that follows waits as long as it takes, and says why it does not come.
  [ "$tries" -lt 100 ] || {
    curl -q -fsS --noproxy '*' --max-time 2 http://127.0.0.1:2381/metrics | grep '^etcd_server_has_leader' || true
    exit 0
  }
  sleep 0.2
done
systemctl stop etcd.service
