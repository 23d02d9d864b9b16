[ ! -d /var/log/kubernetes ] || {
  open=$(find /var/log/kubernetes -maxdepth 1 -type f -perm /077) && [ -z "$open" ]
}
