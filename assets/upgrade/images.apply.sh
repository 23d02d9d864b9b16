# By the runtime's own way to registries: their proxies and mirrors are its settings.
left=$(missing)
if [ -f /etc/containerd/environment ]; then
  set -a
  . /etc/containerd/environment
  set +a
fi
hosts=''
[ ! -d /etc/containerd/certs.d ] || hosts='--hosts-dir /etc/containerd/certs.d'
for image in $left; do
  echo "pulling $image"
  if [ "$RUNTIME" = docker ]; then
    docker pull -q "$image"
  else
    # shellcheck disable=SC2086 # an option and its value
    ctr -n k8s.io images pull $hosts "$image" >/dev/null
  fi
done
