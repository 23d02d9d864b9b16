found=$(pods_interfaces) && more=$(pods_routes) && [ -z "$found$more" ]
