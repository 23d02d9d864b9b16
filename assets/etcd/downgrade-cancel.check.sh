enabled=$(statuses downgradeInfo.enabled) || q_because "etcd's members do not tell whether it is: $enabled"
! printf '%s\n' "$enabled" | grep -qx true
