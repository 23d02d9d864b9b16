set -eu
swapoff -a
[ ! -e /etc/fstab ] ||
  sed -E -i 's/^[[:space:]]*[^#[:space:]][^[:space:]]*[[:space:]]+[^[:space:]]+[[:space:]]+swap([[:space:]].*)?$/# off for Kubernetes: &/' /etc/fstab
