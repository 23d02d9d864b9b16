said=$(table_kept inet "$TABLE" "$RULESET" "$NOTED") || q_because "$said, loaded again"
