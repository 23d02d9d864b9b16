# While an upgrade is under way, what was before it stays what is kept, wherever it leads now.
[ -s "$KEPT/complete" ]
