# Looks at a machine and changes nothing. Sent as a program of POSIX shell with what was asked for
# in front of it: $names $targets $paths $commands $units (lists, one a line), $etcdctl, and the
# function scripts. Answers in lines "key value"; long or foreign text comes base64 in pieces that
# are short enough (PIPE_BUF) for lines of several processes not to mix.
printf 'clock %s\n' "$(date +%s%N)"
LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
newline='
'
IFS=$newline
set -f

# Standard input as base64, in lines that begin with $1.
pieces() {
  printf '%s\n' "$1"
  for piece in $(base64 -w 3000); do
    printf '%s %s\n' "$1" "$piece"
  done
}

# The lines of file $2, each after the word $1.
raw() {
  [ -r "$2" ] || return 0
  while read -r line || [ -n "$line" ]; do
    printf '%s %s\n' "$1" "$line"
  done <"$2"
}

# By the kernel's own answers to connections, all of them begun at once: one that is refused has got
# there. Four seconds hold three tries of a connection; where a firewall drops, this is how long it
# takes. Of what is essential in Debian and Ubuntu only Perl tells errors by their numbers.
reaches() {
  command -v perl >/dev/null || return 0
  echo reach-tried
  # shellcheck disable=SC2016,SC2086
  timeout 15 perl -e '
    use strict;
    use Errno qw(EINPROGRESS ECONNREFUSED);
    use Fcntl;
    use Socket qw(:DEFAULT getaddrinfo);
    $| = 1;
    my ($waiting, %begun) = ("");
    for my $target (@ARGV) {
      my ($host, $port) = $target =~ /^\[?(.+?)\]?:(\d+)$/ or next;
      my ($failed, $place) = getaddrinfo($host, $port, {socktype => SOCK_STREAM});
      next if $failed || !$place;
      socket(my $socket, $place->{family}, SOCK_STREAM, 0) or next;
      fcntl($socket, F_SETFL, O_NONBLOCK) or next;
      if (connect($socket, $place->{addr}) || $! == ECONNREFUSED) {
        print "reach $target\n";
      } elsif ($! == EINPROGRESS) {
        $begun{fileno $socket} = [$socket, $target];
        vec($waiting, fileno $socket, 1) = 1;
      }
    }
    my $end = time + 4;
    while (%begun && time < $end) {
      next if select(undef, my $ready = $waiting, undef, $end - time) < 1;
      for my $number (grep { vec($ready, $_, 1) } keys %begun) {
        my ($socket, $target) = @{delete $begun{$number}};
        vec($waiting, $number, 1) = 0;
        my $error = unpack("i", getsockopt($socket, SOL_SOCKET, SO_ERROR));
        print "reach $target\n" if $error == 0 || $error == ECONNREFUSED;
      }
    }' $targets 2>/dev/null
}

resolves() {
  for name in $names; do
    (timeout 3 getent ahosts "$name" >/dev/null && printf 'resolves %s\n' "$name") &
  done
  wait
}

members() {
  if json=$(timeout 8 sh -c "$etcdctl" 2>/dev/null) && [ -n "$json" ]; then
    printf '%s' "$json" | pieces etcd
  fi
}

[ -z "$targets" ] || reaches &
[ -z "$names" ] || resolves &
[ -z "$etcdctl" ] || members &
scripts &

read -r hostname </proc/sys/kernel/hostname && printf 'hostname %s\n' "$hostname"
read -r kernel </proc/sys/kernel/osrelease && printf 'kernel %s\n' "$kernel"
raw os /etc/os-release
printf 'arch %s\n' "$(uname -m)"
printf 'cpus %s\n' "$(nproc)"
raw memory /proc/meminfo
raw swap /proc/swaps
raw machine-id /etc/machine-id
raw status /proc/self/status
df -Pm /var/lib | while read -r line; do printf 'disk %s\n' "$line"; done
[ ! -e /sys/fs/cgroup/cgroup.controllers ] || echo cgroup2
printf 'container %s\n' "$(systemd-detect-virt -c 2>/dev/null)"
conntrack=/proc/sys/net/netfilter/nf_conntrack_max
if [ -e $conntrack ]; then
  # Opened for appending and left as it is: the kernel judges the opening.
  if (: >>$conntrack) 2>/dev/null; then echo 'conntrack yes'; else echo 'conntrack no'; fi
fi
if [ -r /etc/timezone ]; then
  raw timezone /etc/timezone
else
  zone=$(readlink -f /etc/localtime)
  printf 'timezone %s\n' "${zone#*/zoneinfo/}"
fi

raw route /proc/net/route
raw route6 /proc/net/ipv6_route
raw address6 /proc/net/if_inet6
sed -n 's/^.*|-- /fib /p; s/^.*host LOCAL.*/fib local/p' /proc/net/fib_trie
set +f
for mtu in /sys/class/net/*/mtu; do
  interface=${mtu%/mtu}
  [ ! -r "$mtu" ] || { read -r bytes <"$mtu" && printf 'mtu %s %s\n' "${interface##*/}" "$bytes"; }
done
set -f
# Of sockets those that listen.
awk '$4 == "0A" { print "tcp " $0 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
# Which process has a listening socket open, by its inode: of those that share one the youngest
# (systemd hands its own to whom it starts). Between its birth and its program's start a child has
# its parent's sockets: only who still has the socket after its name was read is told by that name.
set +f
holders=$(
  find /proc/[0-9]*/fd -maxdepth 1 -lname 'socket:*' -printf '%l %p\n' 2>/dev/null | awk '
    BEGIN {
      files = split("/proc/net/tcp /proc/net/tcp6", file, " ")
      for (i = 1; i <= files; i++)
        while ((getline line < file[i]) > 0)
          if (split(line, field, " ") >= 10 && field[4] == "0A") listens["socket:[" field[10] "]"]
    }
    $1 in listens' |
    while IFS=' ' read -r socket open; do
      process=${open#/proc/}
      ! read -r name <"/proc/${process%%/*}/comm" || printf '%s %s %s\n' "$socket" "$open" "$name"
    done 2>/dev/null
)
set -f
if [ -n "$holders" ]; then
  {
    printf '%s\n' "$holders"
    # shellcheck disable=SC2046
    find $(printf '%s\n' "$holders" | cut -d ' ' -f 2) -maxdepth 0 -lname 'socket:*' -printf '%l %p\n' 2>/dev/null
  } | awk '
    NF > 2 { was = $1 " " $2; sub(/^[^ ]* [^ ]* /, ""); name[was] = $0; next }
    $0 in name {
      split($2, place, "/")
      if (place[3] + 0 >= youngest[$1] + 0) { youngest[$1] = place[3]; holder[$1] = name[$0] }
    }
    END {
      for (socket in holder) { inode = socket; gsub(/[^0-9]/, "", inode); print "holder " inode " " holder[socket] }
    }'
fi

if [ -n "$units" ]; then
  # shellcheck disable=SC2086
  systemctl is-active $units | while read -r state; do printf 'unit %s\n' "$state"; done
fi
# shellcheck disable=SC2154
for path in $paths; do
  if [ -e "$path" ] || [ -L "$path" ]; then printf 'present %s\n' "$path"; fi
done
# shellcheck disable=SC2154
for command in $commands; do
  ! command -v "$command" >/dev/null || printf 'command %s\n' "$command"
done

# Every file below $2 that $3 … of find selects, as an archive of tar, and how tar ended: with 1
# where something about a file changed meanwhile, such as its name, with 2 where one went away, as
# what is written beside and renamed does.
files() {
  [ -d "$2" ] || return 0
  # Folders below that are closed would go missing silently.
  if [ "$user" != 0 ]; then
    printf 'unreadable %s\n' "$2"
    return 0
  fi
  kind=$1
  shift
  for try in 1 2 3; do
    {
      ended=$({
        {
          find "$@" -type f -size -2048k -print0 2>/dev/null |
            tar -cf - --null --no-recursion --hard-dereference -T - 2>/dev/null
          echo "$?" >&4
        } | pieces "$kind" >&3
      } 4>&1)
    } 3>&1
    [ "$ended" -gt 1 ] && [ "$try" -lt 3 ] || break
  done
  printf '%s-ended %s\n' "$kind" "$ended"
}
user=$(id -u)
files pki /etc/kubernetes/pki
files record /var/lib/quorate -maxdepth 1

wait
echo end
