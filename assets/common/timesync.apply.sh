set -eu
systemctl cat systemd-timesyncd.service >/dev/null 2>&1 ||
  q_install_packages systemd-timesyncd
# A container's clock is its machine's: nobody here sets it.
if [ -z "$SHARED_CLOCK" ]; then
  systemctl enable -q systemd-timesyncd.service
  systemctl restart systemd-timesyncd.service
fi
mkdir -p /var/lib/quorate
printf '%s\n' "$SERVERS" >/var/lib/quorate/timesyncd
