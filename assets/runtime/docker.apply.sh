set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get -q -o DPkg::Lock::Timeout=300 update
package=$(apt-cache madison docker-ce | awk -v version="$VERSION" '
  { split($3, part, ":"); if (index(part[2], version "-") == 1 || index(part[2], version "~") == 1) { print $3; exit } }')
if [ -z "$package" ]; then
  echo "Docker's repository has no version $VERSION for this system; it has:" >&2
  apt-cache madison docker-ce | awk '{print $3}' | head -n 20 >&2
  exit 1
fi
apt-get -qy -o DPkg::Lock::Timeout=300 --no-install-recommends --allow-downgrades \
  install "docker-ce=$package" "docker-ce-cli=$package" containerd.io
