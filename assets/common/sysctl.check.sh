for setting in $SETTINGS; do
  key=${setting%%=*}
  file=/proc/sys/$(printf %s "$key" | tr . /)
  [ -e "$file" ] && [ "$(cat "$file")" = "${setting#*=}" ] && continue
  case " $REQUIRED " in *" $key "*) exit 1 ;; esac
  [ ! -w "$file" ] || exit 1
done
