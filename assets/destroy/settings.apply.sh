# Back to what they were before Quorate set them; the newest line first.
tac /var/lib/quorate/sysctl-before | while IFS='=' read -r key value; do
  file=/proc/sys/$(printf %s "$key" | tr . /)
  if [ -w "$file" ] && printf '%s\n' "$value" >"$file" 2>/dev/null; then
    echo "$key = $value"
  else
    echo "$key: left as it is"
  fi
done
rm -f /var/lib/quorate/sysctl-before
