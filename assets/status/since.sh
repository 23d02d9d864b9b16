# Since when things are as they are, in seconds of the epoch: the machine is up, its units run, etcd
# does not run any more.
stamp() {
  at=$(TZ=UTC systemctl show -p "$2" --value $3) && [ -n "$at" ] || return 0
  printf '%s %s\n' "$1" "$(date -d "$at" +%s)"
}
stamp machine UserspaceTimestamp
stamp etcd ActiveEnterTimestamp etcd.service
stamp api ActiveEnterTimestamp kube-apiserver.service
stamp stopped InactiveEnterTimestamp etcd.service
