[ "$(head -n 1 "$RECORD")" = "$DRILL" ] && tail -n 1 "$RECORD"
