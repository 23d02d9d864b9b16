[ -z "$(rules_left)$(tables_left)$(sets_left)$(services_left)" ]
