set -eu
export DEBIAN_FRONTEND=noninteractive
q_apt_update
versions() { apt-cache show docker-ce | sed -n 's/^Version: //p'; }
package=$(versions | awk -v version="$VERSION" '
  { split($1, part, ":"); if (!done && (index(part[2], version "-") == 1 || index(part[2], version "~") == 1)) { print $1; done = 1 } }')
if [ -z "$package" ]; then
  echo "Docker's repository has no version $VERSION for this system; it has:" >&2
  versions | head -n 20 >&2
  exit 1
fi
q_apt_get -y --no-install-recommends --allow-downgrades \
  install "docker-ce=$package" "docker-ce-cli=$package" containerd.io
