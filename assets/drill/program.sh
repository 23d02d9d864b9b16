#!/bin/sh
# A backup's data in an etcd of their own, and an API server of their own that reads every object.
# In a network of its own: nobody else gets there, and nothing in it gets to the cluster.
#   objects     KIND COUNT of each kind, as the backup's manifest has them
#   encryption.yaml, sa.key, sa.pub     of the backup, in the folder of the keys
set -eu
folder={{folder}}
keys={{keys}}
url=http://127.0.0.1:23790
api=https://127.0.0.1:16443
umask 077
export ETCDCTL_API=3 HOME="$folder/home" KUBECONFIG="$keys/kubeconfig"
mkdir -p "$HOME"

now() {
  read -r up _ </proc/uptime
  echo "${up%.*}"
}
begun=$(now)
bad() { # WORDS
  echo "$1"
  exit 1
}
# What a program of ours said last, in its own words.
said() { # NAME
  tail -n 5 "$folder/$1.log" | cut -c 1-300
}
# Has a server run until the unit ends; one that ends badly is noticed.
serve() { # PROGRAM ARGUMENT...
  program=$1
  shift
  { "/usr/local/bin/$program" "$@" >"$folder/$program.log" 2>&1 || : >"$folder/$program.failed"; } &
}
runs() { # PROGRAM
  [ ! -e "$folder/$1.failed" ] || { said "$1"; bad "$1 does not run on this backup"; }
}
await() { # PROGRAM COMMAND...
  program=$1 looks=0
  shift
  until "$@" >"$folder/await.log" 2>&1; do
    runs "$program"
    looks=$((looks + 1))
    [ "$looks" -lt 600 ] || { said await; said "$program"; bad "$program was not ready on this backup in time"; }
    sleep 0.2
  done
}

if [ -x /usr/local/bin/etcdutl ]; then tool=/usr/local/bin/etcdutl; else tool=/usr/local/bin/etcdctl; fi
"$tool" snapshot restore "$folder/snapshot.db" --name=drill --initial-cluster=drill=http://127.0.0.1:23800 \
  --initial-advertise-peer-urls=http://127.0.0.1:23800 --initial-cluster-token=drill \
  --data-dir="$folder/data" >"$folder/restore.log" 2>&1 || { said restore; bad "etcd does not take the snapshot"; }
rm -f "$folder/snapshot.db"
serve etcd --name=drill --data-dir="$folder/data" --listen-client-urls="$url" \
  --advertise-client-urls="$url" --listen-peer-urls=http://127.0.0.1:23800 --quota-backend-bytes=8589934592
own() { /usr/local/bin/etcdctl --endpoints="$url" --command-timeout=60s "$@"; }
await etcd own endpoint health
restored=$(($(now) - begun))
echo "etcd has the backup's data after $restored s"

{{counting}}
own get /registry/ --prefix --keys-only >"$folder/keys" 2>"$folder/get.log" || { said get; bad "the data cannot be read"; }
by_kind <"$folder/keys" >"$folder/there"
differing=$(awk 'NR == FNR { wanted[$1] = $2; next } { there[$1] = $2 }
  END {
    for (kind in wanted) if (there[kind] != wanted[kind]) print kind ": " there[kind] + 0 " of " wanted[kind]
    for (kind in there) if (!(kind in wanted)) print kind ": " there[kind] " of 0"
  }' "$folder/objects" "$folder/there" | sort)
[ -z "$differing" ] || { printf '%s\n' "$differing" | head -n 10; bad "the objects are not those of the manifest"; }
echo "$(total <"$folder/there") objects of $(grep -c . "$folder/there" || true) kinds, as the manifest says"

token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "$token,drill,drill,system:masters" >"$keys/tokens"
cat >"$KUBECONFIG" <<END
apiVersion: v1
kind: Config
clusters: [{name: drill, cluster: {server: "$api", insecure-skip-tls-verify: true}}]
users: [{name: drill, user: {token: "$token"}}]
contexts: [{name: drill, context: {cluster: drill, user: drill}}]
current-context: drill
END
set -- --etcd-servers="$url" --bind-address=127.0.0.1 --secure-port=16443 --advertise-address=192.0.2.1 \
  --external-hostname=drill --endpoint-reconciler-type=none --cert-dir="$keys/certificates" \
  --token-auth-file="$keys/tokens" --authorization-mode=AlwaysAllow --anonymous-auth=false \
  --service-account-issuer=https://drill.invalid --service-account-key-file="$keys/sa.pub" \
  --service-account-signing-key-file="$keys/sa.key" {{flags}}
[ ! -e "$keys/encryption.yaml" ] || set -- "$@" --encryption-provider-config="$keys/encryption.yaml"
serve kube-apiserver "$@"
ask() { /usr/local/bin/kubectl --request-timeout=60s "$@"; }
await kube-apiserver ask get --raw=/readyz
echo "an API server serves them after $(($(now) - begun)) s"

# RESOURCE COUNT of what is read. Their names are counted and not shown; to tell them, the API server
# has to read each. Groups that pods serve are not there, and have nothing in etcd.
read_all() {
  ask api-resources --verbs=list -o name --cached=false >"$folder/resources" 2>"$folder/resources.log" || true
  [ -s "$folder/resources" ] || { said resources; bad "the API server does not tell its resources"; }
  : >"$folder/read"
  : >"$folder/unread"
  while read -r resource; do
    case $resource in events | events.*) continue ;; esac
    if ask get "$resource" --all-namespaces --chunk-size=500 -o name >"$folder/names" 2>"$folder/names.log"; then
      echo "$resource $(grep -c . "$folder/names" || true)" >>"$folder/read"
    else
      echo "$resource: $(tail -n 1 "$folder/names.log" | cut -c 1-200)" >>"$folder/unread"
    fi
  done <"$folder/resources"
}
# KIND: READ of COUNT where fewer were read than etcd has. Kinds of etcd are resources, but for some
# older names; one with a dot is of a group. What only API servers use among themselves is not read.
fewer() {
  awk '
    BEGIN {
      split("nodes minions replicationcontrollers controllers ingresses.networking.k8s.io ingress ingresses.extensions ingress endpoints services", old, " ")
      for (i = 1; i in old; i += 2) name[old[i]] = old[i + 1]
    }
    NR == FNR { wanted[$1] = $2; next }
    {
      plain = $1
      sub(/\..*/, "", plain)
      kind = $1 in name ? name[$1] : $1 in wanted ? $1 : plain
      # The same objects may be served by two groups.
      if (kind == "services") read[kind] += $2
      else if ($2 > read[kind]) read[kind] = $2
    }
    END {
      for (kind in wanted)
        if (kind != "ranges" && kind != "health" && read[kind] + 0 < wanted[kind]) print kind ": " read[kind] + 0 " of " wanted[kind]
    }' "$folder/there" "$folder/read" | sort
}
tries=0
while :; do
  read_all
  missing=$(fewer)
  [ "$missing" ] || break
  # Definitions of resources that are not built in are served a moment later.
  tries=$((tries + 1))
  [ "$tries" -lt 4 ] || break
  sleep 3
done
if [ "$missing" ]; then
  grep . "$folder/unread" | head -n 5 || true
  printf '%s\n' "$missing" | head -n 10
  bad "not every object can be read"
fi
runs etcd
runs kube-apiserver
secrets=$(awk '$1 == "secrets" { print $2 }' "$folder/read")
echo "verdict good This backup brings the cluster back: $(total <"$folder/there") objects of $(grep -c . "$folder/there" || true) kinds read, $secrets Secrets among them, in $(($(now) - begun)) s; etcd had its data after $restored s"
