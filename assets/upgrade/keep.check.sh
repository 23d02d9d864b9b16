[ -e "$KEPT/complete" ] && [ "$(cat "$KEPT/complete")" = "$WANTED" ]
