status=0
for setting in $SETTINGS; do
  key=${setting%%=*}
  value=${setting#*=}
  file=/proc/sys/$(printf %s "$key" | tr . /)
  [ "$(cat "$file" 2>/dev/null)" = "$value" ] && continue
  if [ -w "$file" ] && printf '%s\n' "$value" >"$file"; then
    echo "$key = $value"
    continue
  fi
  case " $REQUIRED " in
  *" $key "*)
    echo "$key has to be $value, which this kernel does not have or lets no one set here" >&2
    status=1
    ;;
  *) echo "$key: left as it is" ;;
  esac
done
exit $status
