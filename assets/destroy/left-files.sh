left=
for path in {{paths}}; do
  [ ! -e "$path" ] || left="$left $path"
done
! grep -qs '^# BEGIN quorate$' /etc/hosts || left="$left /etc/hosts"
[ -z "$left" ] && echo "none of {{count}} places" || { echo "files:$left"; false; }
