# Only an nginx that came with the cluster was kept off by a link of Quorate's.
! grep -qsxF "$LINK" /var/lib/quorate/manifest ||
  [ ! -e /etc/systemd/system/multi-user.target.wants/nginx.service ]
