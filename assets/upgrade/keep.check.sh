[ "$(cat "$KEPT/complete" 2>/dev/null)" = "$WANTED" ]
