# It reads its file when it starts, and when it is told to.
systemctl is-active -q NetworkManager.service || exit 0
[ "$(sha256sum <"$FILE")" = "$(cat /run/quorate-network-manager)" ]
