for setting in $SETTINGS; do
  key=${setting%%=*}
  file=/proc/sys/$(printf %s "$key" | tr . /)
  [ "$(cat "$file" 2>/dev/null)" = "${setting#*=}" ] && continue
  case " $REQUIRED " in *" $key "*) exit 1 ;; esac
  [ ! -w "$file" ] || exit 1
done
