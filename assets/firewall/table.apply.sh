# A reload replaces the table in one go: at no moment is there none.
systemctl reload-or-restart "$UNIT"
said=$(table_holds inet "$TABLE" "$RULESET") || { echo "after it was loaded, the table $TABLE $said"; exit 1; }
