status=0
# What they were before the first time, for the day on which Quorate leaves.
before=/var/lib/quorate/sysctl-before
mkdir -p -m 700 /var/lib/quorate
for setting in $SETTINGS; do
  key=${setting%%=*}
  value=${setting#*=}
  file=/proc/sys/$(printf %s "$key" | tr . /)
  was=
  [ ! -e "$file" ] || was=$(cat "$file") || was=
  [ "$was" = "$value" ] && continue
  [ -z "$was" ] || grep -qs "^$key=" "$before" || printf '%s=%s\n' "$key" "$was" >>"$before"
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
