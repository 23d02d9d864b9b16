# What the CIS Kubernetes Benchmark asks about this machine, a record a line, its words between
# tabs. Of keys the mode and the owner are told, and nothing else.
#   runs PROGRAM                  its unit has a process
#   word PROGRAM WORD             a word of that process's command
#   variable PROGRAM NAME=VALUE   etcd takes its settings from there, too
#   file MODE OWNER PATH          the mode has octal digits
#   folder MODE OWNER PATH        the same
#   text PROGRAM PATH BASE64      the file of settings that the process was started with
#   policy PATH BASE64            by which the API server writes its audit log
#   provider NAME                 what new objects are encrypted with; one for each list of providers
#   sum SHA256 PATH               of an authority's certificate
#   network PATH BASE64           the configuration of the pods' network: the runtime takes the first
#   end
tab=$(printf '\t')
newline='
'
places=/etc/systemd/system

last() { # WORDS FLAG: its value; of several the last counts
  printf '%s\n' "$1" | sed -n "s/^$2=//p" | tail -n 1
}

encoded() { # RECORD PATH
  [ ! -r "$2" ] || printf '%s\t%s\t%s\n' "$1" "$2" "$(base64 -w 0 "$2")"
}

sums() { # PATH...
  for path; do
    [ ! -r "$path" ] || sha256sum "$path" | sed "s/^\([0-9a-f]*\)  /sum$tab\1$tab/"
  done
}

program() { # NAME PID
  words=$(tr '\0\n' '\n ' <"/proc/$2/cmdline" | sed 1d) && [ -n "$words" ] || return 0
  printf 'runs\t%s\n' "$1"
  printf '%s\n' "$words" | sed "s/^/word$tab$1$tab/"
  # Whatever file is named there.
  places=$places$newline$(printf '%s\n' "$words" | sed -n 's/^[^/]*=\(\/.*\)/\1/p')
  case $1 in
    etcd)
      tr '\0\n' '\n ' <"/proc/$2/environ" |
        sed -n "/^ETCD_\(PEER_\)\{0,1\}\(AUTO_TLS\|CERT_FILE\|KEY_FILE\|CLIENT_CERT_AUTH\|TRUSTED_CA_FILE\)=/s/^/variable$tab$1$tab/p"
      sums "$(last "$words" --trusted-ca-file)"
      ;;
    kubelet | kube-proxy) encoded "text$tab$1" "$(last "$words" --config)" ;;
    kube-apiserver)
      encoded policy "$(last "$words" --audit-policy-file)"
      sums "$(last "$words" --client-ca-file)"
      file=$(last "$words" --encryption-provider-config)
      [ ! -r "$file" ] || sed 's/#.*//' "$file" | awk '
        /providers:[ \t]*$/ { first = 1; next }
        first && match($0, /^[ \t]*- *[a-z]+:/) {
          sub(/^[ \t]*- */, "")
          sub(/:.*/, "")
          print "provider\t" $0
          first = 0
        }'
      ;;
  esac
}

started=$(systemctl show -p Id -p MainPID kube-apiserver.service kube-controller-manager.service \
  kube-scheduler.service etcd.service kubelet.service kube-proxy.service)
name='' pid=''
for line in $started; do
  case $line in
    Id=*) name=${line#Id=} name=${name%.service} ;;
    MainPID=*) pid=${line#MainPID=} ;;
  esac
  if [ -n "$name" ] && [ -n "$pid" ]; then
    [ "$pid" = 0 ] || program "$name" "$pid"
    name='' pid=''
  fi
done

for name in kube-apiserver kube-controller-manager kube-scheduler etcd kubelet; do
  places="$places$newline"/etc/systemd/system/$name.service
done
for name in super-admin controller-manager scheduler kubelet kube-proxy; do
  places="$places$newline"/etc/kubernetes/$name.conf
done
printf '%s\n' "$places" /root/.kube/config /var/lib/etcd | sort -u | while IFS= read -r path; do
  kind=file
  [ ! -d "$path" ] || kind=folder
  [ ! -e "$path" ] || stat -L -c "$kind$tab%a$tab%U:%G$tab%n" -- "$path"
done
find -L /etc/kubernetes/pki /etc/cni/net.d /var/lib/cni/networks \
  \( -type d -printf 'folder\t' -o -printf 'file\t' \) -printf '%m\t%u:%g\t%p\n' 2>/dev/null

for file in /etc/cni/net.d/*.conf /etc/cni/net.d/*.conflist /etc/cni/net.d/*.json; do
  [ ! -f "$file" ] || printf '%s\n' "$file"
done | LC_ALL=C sort | head -n 1 | while IFS= read -r file; do
  encoded network "$file"
done
echo end
