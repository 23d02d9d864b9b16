# Which versions of the cluster's programs are on this machine, one record a line:
#   record NAME VERSION   what was put there by name
#   disk NAME TEXT        what the program's file is, which is what a restart would bring
#   runs NAME TEXT        what the running process is, whose file may be another one by now
#   data etcd             etcd has data here
#   answer NAME JSON      what a server says of itself over its own address, see "ask"
#   endpoint URL          where the kubelet reaches the container runtime
#   network FILE          a configuration of a pods' network; the runtime takes the first
#   asked cni NAME        the pods' network that was last asked for, where it is not the usual one
# NAME is that of the unit, or of the download. TEXT is the first line of what the program prints;
# or the version that it was installed by, as long as its file is as it was then: programs this
# large take a while to start.
newline='
'
bin=/usr/local/bin
says() { timeout 10 "$1" $2 </dev/null 2>&1 | head -n 1; }

# By the records, whose lines hold what q_stat_format in looking.sh says, and a sum.
noted=$newline$(stat -L -c '%n|%U:%G|%a|%F|%s|%Y|%i|%.9Z' -- $bin/kubelet $bin/kube-proxy \
  $bin/kube-apiserver $bin/kube-controller-manager $bin/kube-scheduler $bin/etcd $bin/containerd \
  /usr/local/sbin/runc /opt/cni/bin/bridge 2>/dev/null |
  awk '
    FNR == 1 { version = "" }
    seen && ($0 in by) { print "noted", substr($0, 1, index($0, "|") - 1), by[$0] }
    !seen && /^version / {
      version = $2
      parts = split(FILENAME, part, "/")
      print "record", part[parts], version
    }
    !seen && /^file / && match($0, /\|[0-9a-f]+$/) && RLENGTH == 65 {
      by[substr($0, 6, RSTART - 6)] = version
    }' /var/lib/quorate/artefacts/* seen=1 -)$newline
printf '%s' "$noted" | sed -n '/^record /p'

program() { # NAME FILE PID [ARGUMENT]
  case $noted in
    *"${newline}noted $2 "*)
      line=${noted##*"${newline}noted $2 "} line=${line%%"$newline"*}
      printf 'disk %s %s\n' "$1" "$line"
      if [ "$3" = 0 ]; then
        return
      elif [ "$2" -ef "/proc/$3/exe" ]; then
        printf 'runs %s %s\n' "$1" "$line"
      else
        runs "$1" "$3" "$4" &
      fi
      ;;
    *) started "$@" & ;;
  esac
}

runs() { # NAME PID [ARGUMENT]
  line=$(says "/proc/$2/exe" $3)
  # One that ended meanwhile, as where it fails again and again, does not run.
  [ -e "/proc/$2/exe" ] || return
  printf 'runs %s %s\n' "$1" "$line"
}

started() { # NAME FILE PID [ARGUMENT]
  if [ -x "$2" ]; then
    line=$(says "$2" $4)
    printf 'disk %s %s\n' "$1" "$line"
    if [ "$2" -ef "/proc/$3/exe" ]; then
      printf 'runs %s %s\n' "$1" "$line"
      return
    fi
  fi
  [ "$3" = 0 ] || runs "$1" "$3" "$4"
}

# What the kubelet was started with, in its flags or in its own file.
runtime() { # PID
  flags=$(tr '\0' '\n' <"/proc/$1/cmdline") || return
  endpoint=$(printf '%s\n' "$flags" | sed -n 's/^--container-runtime-endpoint=//p')
  if [ -z "$endpoint" ]; then
    file=$(printf '%s\n' "$flags" | sed -n 's/^--config=//p')
    endpoint=$(sed -n 's/^containerRuntimeEndpoint: *//p' "$file" | tr -d "\"'")
  fi
  printf 'endpoint %s\n' "$endpoint"
}

unit() { # NAME PID
  case $1 in
    docker) program docker /usr/bin/dockerd "$2" --version ;;
    *) program "$1" "$bin/$1" "$2" --version ;;
  esac
  [ "$1" != kubelet ] || [ "$2" = 0 ] || runtime "$2"
}

ask() { # NAME URL AUTHORITY CERTIFICATE KEY
  [ -r "$4" ] || return 0
  answer=$(curl -q --http1.1 -fsS --noproxy '*' --max-time 3 --cacert "$3" --cert "$4" --key "$5" "$2" | tr -d '\n') &&
    printf 'answer %s %s\n' "$1" "$answer"
}

questions
[ ! -d /var/lib/etcd/member ] || echo data etcd
for file in /etc/cni/net.d/*.conf /etc/cni/net.d/*.conflist /etc/cni/net.d/*.json; do
  [ ! -f "$file" ] || printf 'network %s\n' "${file##*/}"
done | LC_ALL=C sort

# The record of what was asked for: of a network of somebody's own manifests only that tells.
[ ! -f /var/lib/quorate/cluster.yaml ] ||
  sed -n 's/^ *cni: *manifests *$/asked cni manifests/p' /var/lib/quorate/cluster.yaml

pids=$(systemctl show -p Id -p MainPID kubelet.service kube-proxy.service kube-apiserver.service \
  kube-controller-manager.service kube-scheduler.service etcd.service containerd.service \
  docker.service)
name='' pid=''
for line in $pids; do
  case $line in
    Id=*) name=${line#Id=} name=${name%.service} ;;
    MainPID=*) pid=${line#MainPID=} ;;
  esac
  if [ -n "$name" ] && [ -n "$pid" ]; then
    unit "$name" "$pid"
    name='' pid=''
  fi
done
program runc /usr/local/sbin/runc 0 --version
# Without a command of CNI's protocol a plug-in says what it is.
program cni-plugins /opt/cni/bin/bridge 0
wait
