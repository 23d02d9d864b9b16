# Since when things are as they are, in seconds of the epoch: the machine is up, its units run, etcd
# does not run any more.
stamp() {
  at=$(TZ=UTC systemctl show -p "$2" --value $3) && [ -n "$at" ] || return 0
  printf '%s %s\n' "$1" "$(date -d "$at" +%s)"
}
stamp machine UserspaceTimestamp
stamp etcd ActiveEnterTimestamp etcd.service
stamp api ActiveEnterTimestamp kube-apiserver.service
# One that is started again and again has a new stamp each time.
case $(systemctl show -p ActiveState --value etcd.service) in
  inactive | failed) stamp stopped InactiveEnterTimestamp etcd.service ;;
esac
