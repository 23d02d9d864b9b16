#!/bin/sh
# etcdctl as this cluster's administrator, asking all members unless told otherwise.
set -- --cacert=/etc/kubernetes/pki/etcd/ca.crt \
  --cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt \
  --key=/etc/kubernetes/pki/etcd/healthcheck-client.key "$@"
case " $* " in
  *" --endpoints"*) ;;
  *) set -- --endpoints={{endpoints}} "$@" ;;
esac
exec /usr/local/bin/etcdctl "$@"
