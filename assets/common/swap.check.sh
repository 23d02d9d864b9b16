used=$(awk 'NR > 1 { print $1 }' /proc/swaps | paste -sd, -)
[ -z "$used" ] || q_because "$used is used as swap"
[ ! -e /etc/fstab ] ||
  ! grep -Eq '^[[:space:]]*[^#[:space:]][^[:space:]]*[[:space:]]+[^[:space:]]+[[:space:]]+swap([[:space:]]|$)' /etc/fstab ||
  q_because "/etc/fstab switches swap on at the next boot"
