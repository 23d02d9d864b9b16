[ "$(readlink -f /etc/localtime)" = "$(readlink -f "/usr/share/zoneinfo/$ZONE")" ] || exit 1
[ ! -e /etc/timezone ] || [ "$(cat /etc/timezone)" = "$ZONE" ]
