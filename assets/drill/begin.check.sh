[ -e "$FOLDER/drill" ] && [ "$(cat "$FOLDER/drill")" = "$DRILL" ] && systemctl -q is-active quorate-drill-end.timer
