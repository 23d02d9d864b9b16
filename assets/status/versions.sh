# Which versions of the cluster's programs are on this machine, one record a line:
#   record NAME VERSION   what was put there by name
#   disk NAME TEXT        what the program's file says, which is what a restart would bring
#   runs NAME TEXT        what the running process says, whose file may be another one by now
#   data etcd             etcd has data here
#   answer NAME JSON      what a server says of itself over its own address, see "ask"
#   endpoint URL          where the kubelet reaches the container runtime
#   network FILE          the configuration of the pods' network that is in use
# NAME is that of the unit, or of the download. TEXT is the first line of what the program prints.
says() { timeout 10 "$1" $2 </dev/null 2>&1 | head -n 1; }
same() { [ -e "$1" ] && [ "$(stat -L -c %d:%i -- "$1")" = "$(stat -L -c %d:%i -- "$2")" ]; }

program() { # NAME FILE PID [ARGUMENT]
  line=
  if [ -x "$2" ]; then
    line=$(says "$2" $4)
    printf 'disk %s %s\n' "$1" "$line"
  fi
  if [ "$3" != 0 ]; then
    same "$2" "/proc/$3/exe" || line=$(says "/proc/$3/exe" $4)
    printf 'runs %s %s\n' "$1" "$line"
  fi
}

# What the kubelet was started with, in its flags or in its own file.
runtime() { # PID
  flags=$(tr '\0' '\n' <"/proc/$1/cmdline") || return
  endpoint=$(printf '%s\n' "$flags" | sed -n 's/^--container-runtime-endpoint=//p')
  file=$(printf '%s\n' "$flags" | sed -n 's/^--config=//p')
  [ -n "$endpoint" ] || endpoint=$(sed -n 's/^containerRuntimeEndpoint: *//p' "$file" | tr -d "\"'")
  printf 'endpoint %s\n' "$endpoint"
}

unit() { # NAME PID
  case $1 in
    docker) program docker /usr/bin/dockerd "$2" --version ;;
    *) program "$1" "/usr/local/bin/$1" "$2" --version ;;
  esac
  [ "$1" != kubelet ] || [ "$2" = 0 ] || runtime "$2"
}

ask() { # NAME URL AUTHORITY CERTIFICATE KEY
  [ -r "$4" ] || return 0
  answer=$(curl -fsS --max-time 3 --cacert "$3" --cert "$4" --key "$5" "$2" | tr -d '\n') &&
    printf 'answer %s %s\n' "$1" "$answer"
}

awk '/^version / { parts = split(FILENAME, part, "/"); print "record", part[parts], $2 }' \
  /var/lib/quorate/artefacts/*
[ ! -d /var/lib/etcd/member ] || echo data etcd
for file in /etc/cni/net.d/*.conf /etc/cni/net.d/*.conflist; do
  [ ! -f "$file" ] || printf '%s\n' "${file##*/}"
done | sort | sed -n '1s/^/network /p'

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
    unit "$name" "$pid" &
    name='' pid=''
  fi
done
program runc /usr/local/sbin/runc 0 --version &
# Without a command of CNI's protocol a plug-in says what it is.
program cni-plugins /opt/cni/bin/bridge 0 &
questions
wait
