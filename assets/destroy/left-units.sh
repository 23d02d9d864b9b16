left=
for unit in {{units}}; do
  shown=$(systemctl show -p ActiveState,FragmentPath "$unit")
  case $shown in
    *ActiveState=active* | *ActiveState=activating* | *FragmentPath=/etc/systemd/*) left="$left $unit" ;;
  esac
done
[ -z "$left" ] && echo "none of {{count}} units" || { echo "units:$left"; false; }
