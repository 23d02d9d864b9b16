# Whoever runs another time service has chosen it.
systemctl is-active -q chrony.service chronyd.service ntp.service ntpsec.service openntpd.service && exit 0
if systemctl cat systemd-timesyncd.service >/dev/null 2>&1; then
  if systemctl is-active -q systemd-timesyncd.service; then
    [ -e /var/lib/quorate/timesyncd ] && [ "$(cat /var/lib/quorate/timesyncd)" = "$SERVERS" ]
  else
    [ -n "$SHARED_CLOCK" ]
  fi
else
  [ -n "$SHARED_CLOCK" ]
fi
