said=$(table_holds inet "$TABLE" "$RULESET") || q_because "$said, loaded again"
