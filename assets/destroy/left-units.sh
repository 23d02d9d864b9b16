left=
for unit in {{units}}; do
  case $(systemctl show -p ActiveState,FragmentPath "$unit") in
    *ActiveState=active* | *ActiveState=activating* | *FragmentPath=/etc/systemd/*) left="$left $unit" ;;
  esac
done
[ -z "$left" ] && echo "none of {{count}} units" || { echo "units:$left"; false; }
