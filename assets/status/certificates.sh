# Which certificates this machine has beside those below /etc/kubernetes/pki, a record a line, the
# certificate as base64 of its text. No key is read.
#   file PATH CERTIFICATE           one that lies there
#   kubeconfig PATH in CERTIFICATE  the one in a kubeconfig
#   kubeconfig PATH at FILE         the one that a kubeconfig names
#   port PORT CERTIFICATE           what a process shows to whoever connects
#   without openssl                 nobody can be asked what it shows
#   end
for path in {{files}}; do
  [ ! -r "$path" ] || printf 'file %s %s\n' "$path" "$(base64 -w 0 "$path")"
done
for path in {{kubeconfigs}}; do
  [ -r "$path" ] || continue
  sed -n \
    -e 's|^[ {"-]*client-certificate-data"*: *"*\([A-Za-z0-9+/=]*\).*|in \1|p' \
    -e "s|^[ {\"-]*client-certificate\"*: *[\"']*\([^\"' ,]*\).*|at \1|p" "$path" |
    head -n 1 | sed "s|^|kubeconfig $path |"
done
if command -v openssl >/dev/null; then
  for place in {{places}}; do
    (
      shown=$(timeout 5 openssl s_client -connect "$place" </dev/null 2>/dev/null |
        sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' | base64 -w 0)
      [ -z "$shown" ] || printf 'port %s %s\n' "${place##*:}" "$shown"
    ) &
  done
  wait
else
  echo without openssl
fi
echo end
