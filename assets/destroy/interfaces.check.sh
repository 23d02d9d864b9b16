[ -z "$(pods_interfaces)$(pods_routes)" ]
