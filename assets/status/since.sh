# Since when things are as they are, in seconds of the epoch: the machine is up, its units run; and
# by etcd's own log, which other members it does not hear, by id and date.
stamp() {
  at=$(TZ=UTC systemctl show -p "$2" --value $3) && [ -n "$at" ] || return 0
  printf '%s %s\n' "$1" "$(date -d "$at" +%s)"
}
stamp machine UserspaceTimestamp
stamp etcd ActiveEnterTimestamp etcd.service
stamp api ActiveEnterTimestamp kube-apiserver.service
journalctl -u etcd.service -n 20000 -o cat --no-pager | awk '
  function value(name,   text) {
    if (!match($0, "\"" name "\":\"[^\"]*\"")) return ""
    text = substr($0, RSTART, RLENGTH)
    sub(/^[^:]*:"/, "", text)
    sub(/"$/, "", text)
    return text
  }
  /"peer became inactive/ { if (!(value("peer-id") in silent)) silent[value("peer-id")] = value("ts") }
  /"peer became active/ { delete silent[value("peer-id")] }
  /"starting an etcd server"/ { for (id in silent) delete silent[id] }
  END { for (id in silent) print "peer", id, silent[id] }'
