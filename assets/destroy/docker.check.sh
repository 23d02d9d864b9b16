# What it was last started with: Quorate's settings let containers live on, its own do not.
! systemctl is-active -q docker.service || grep -qs live-restore /etc/docker/daemon.json ||
  [ "$(docker info -f '{{.LiveRestoreEnabled}}')" != true ]
