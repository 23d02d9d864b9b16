[ "$(wc -l </proc/swaps)" -le 1 ] || exit 1
[ ! -e /etc/fstab ] ||
  ! grep -Eq '^[[:space:]]*[^#[:space:]][^[:space:]]*[[:space:]]+[^[:space:]]+[[:space:]]+swap([[:space:]]|$)' /etc/fstab
