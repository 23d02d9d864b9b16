chains=$(rules_left) && tables=$(tables_left) && sets=$(sets_left) && services=$(services_left) &&
  [ -z "$chains$tables$sets$services" ]
