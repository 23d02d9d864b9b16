[ ! -e "$KEPT" ]
