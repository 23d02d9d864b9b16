# A reload replaces the table in one go: at no moment is there none.
systemctl reload-or-restart "$UNIT"
table_loaded inet "$TABLE" "$RULESET" "$NOTED"
