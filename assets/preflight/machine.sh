# What a machine may have that stands in a cluster's way, a record a line, its words between tabs.
# What cannot be seen has no record.
#   resolver FILE                 which the kubelet would give to pods
#   nameserver ADDRESS            in that file
#   inodes FREE                   at /var/lib; file systems that make them as needed have no number
#   read-only PATH                where programs or settings have to be written
#   no-programs PATH              from where no program may be started (noexec)
#   no-types PATH                 of XFS that does not keep types with names (ftype=0)
#   zram MAKER                    that makes swap in memory at each boot
#   mac ADDRESS                   of the default route's interface
#   firewall NAME FORWARDED       which is active; what it does to packets that pass through
#   selinux MODE
#   docker COUNT                  of its containers that run
#   lock NAME PID FILE            who holds the database of packages
#   broken PACKAGE                that dpkg wants installed again
#   end
tab=$(printf '\t')
tell() { (IFS=$tab && printf '%s\n' "$*"); }

resolver=/run/systemd/resolve/resolv.conf
[ -r "$resolver" ] || resolver=/etc/resolv.conf
if [ -r "$resolver" ]; then
  tell resolver "$resolver"
  awk '$1 == "nameserver" && NF > 1 { print "nameserver\t" $2 }' "$resolver"
fi

df -Pi /var/lib 2>/dev/null | awk 'NR == 2 && $2 > 0 { print "inodes\t" $4 }'

for path in /etc /opt /root /usr/local /var/lib; do
  options=,$(findmnt -n -o OPTIONS -T "$path" 2>/dev/null),
  case $options in *,ro,*) tell read-only "$path" ;; esac
  case $path,$options in /opt,*,noexec,* | /usr/local,*,noexec,*) tell no-programs "$path" ;; esac
done
if [ "$(findmnt -n -o FSTYPE -T /var/lib 2>/dev/null)" = xfs ]; then
  case $(xfs_info /var/lib 2>/dev/null) in *ftype=0*) tell no-types /var/lib ;; esac
fi

if grep -qs '^/dev/zram' /proc/swaps; then
  maker=zram-generator
  for unit in zramswap.service zram-config.service; do
    [ "$(systemctl is-active "$unit" 2>/dev/null)" != active ] || maker=$unit
  done
  tell zram "$maker"
fi

# A container may see the interfaces of its machine below /sys; ip asks the kernel for its own.
interface=$(awk '$2 == "00000000" { print $1; exit }' /proc/net/route)
if [ "$interface" ]; then
  ip -j link show dev "$interface" 2>/dev/null | tr '{,' '\n\n' |
    sed -n "s/^\"address\":\"\([0-9a-f:]*\)\".*/mac$tab\1/p"
fi

if [ "$(systemctl is-active firewalld.service 2>/dev/null)" = active ]; then
  tell firewall firewalld dropped
fi
if grep -qi '^ENABLED=yes' /etc/ufw/ufw.conf 2>/dev/null; then
  forwarded=dropped
  ! grep -q '^DEFAULT_FORWARD_POLICY="ACCEPT"' /etc/default/ufw 2>/dev/null || forwarded=let-through
  tell firewall ufw "$forwarded"
fi
! mode=$(getenforce 2>/dev/null) || tell selinux "$mode"
if [ "$(systemctl is-active docker.service 2>/dev/null)" = active ]; then
  ! running=$(timeout 5 docker ps -q 2>/dev/null) ||
    tell docker "$(printf '%s' "$running" | awk 'END { print NR }')"
fi

if command -v apt-get >/dev/null; then
  for file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock; do
    inode=$(stat -c %i -- "$file" 2>/dev/null) || continue
    for process in $(awk -v inode="$inode" '
      $2 == "POSIX" && $4 == "WRITE" && $5 > 0 && split($6, part, ":") == 3 && part[3] == inode { print $5 }
    ' /proc/locks 2>/dev/null); do
      # Inodes of other file systems may have the same number: who holds it has the file open.
      [ "$(find "/proc/$process/fd" -lname "$file" 2>/dev/null)" ] || continue
      name=''
      { read -r name <"/proc/$process/comm"; } 2>/dev/null || true
      tell lock "${name:-a program}" "$process" "$file"
      break 2
    done
  done
  # shellcheck disable=SC2016
  dpkg-query -W -f '${db:Status-Eflag}\t${Package}\n' 2>/dev/null |
    awk -F '\t' '$1 == "reinstreq" { print "broken\t" $2 }'
fi
echo end
