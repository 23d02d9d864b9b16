case $(head -n 1 "$RECORD") in
  "$STATE ok") ;;
  "$STATE none") found=$(at_hand) && [ "$(printf '%s\n' "$found" | grep -c .)" -lt 2 ] ;;
  *) exit 1 ;;
esac
