case $(head -n 1 "$RECORD") in
  "$STATE ok") ;;
  "$STATE none") [ "$(at_hand | wc -l)" -lt 2 ] ;;
  *) exit 1 ;;
esac
