# What it was last started with: Quorate's settings let containers live on, its own do not.
if systemctl is-active -q docker.service && ! grep -qs live-restore /etc/docker/daemon.json; then
  enabled=$(docker info -f '{{.LiveRestoreEnabled}}')
  [ "$enabled" != true ]
fi
