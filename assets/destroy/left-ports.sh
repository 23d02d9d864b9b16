# The kernel's tables of sockets: a port in hexadecimal, 0A where it is listened at, the inode by
# which a process has it open.
ports=' '
for port in {{ports}}; do ports="$ports$(printf %04X "$port") "; done
left=$(
  find /proc/[0-9]*/fd -maxdepth 1 -lname 'socket:*' -printf '%l %h\n' 2>/dev/null | awk -v ports="$ports" '
    BEGIN {
      files = split("/proc/net/tcp /proc/net/tcp6", file, " ")
      for (i = 1; i <= files; i++)
        while ((getline line < file[i]) > 0)
          if (split(line, field, " ") >= 10 && field[4] == "0A") {
            n = split(field[2], place, ":")
            if (index(ports, " " place[n] " ")) port["socket:[" field[10] "]"] = place[n]
          }
    }
    $1 in port { split($2, place, "/"); print port[$1], place[3] }' | while read -r port process; do
    ! read -r name <"/proc/$process/comm" || case $name in
      etcd* | kube* | nginx* | containerd*) echo "$((0x$port)) $name" ;;
    esac
  done 2>/dev/null | sort -u
)
[ -z "$left" ] && echo "ports are free" || { printf '%s\n' "$left"; false; }
