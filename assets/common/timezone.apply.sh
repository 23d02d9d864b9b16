set -eu
if [ ! -f "/usr/share/zoneinfo/$ZONE" ]; then
  echo "there is no time zone $ZONE below /usr/share/zoneinfo" >&2
  exit 1
fi
# Not by timedatectl: in a container it may move the machine's clock by the zone's offset.
ln -snf "/usr/share/zoneinfo/$ZONE" /etc/localtime.new
mv -T /etc/localtime.new /etc/localtime
[ ! -e /etc/timezone ] || printf '%s\n' "$ZONE" >/etc/timezone
