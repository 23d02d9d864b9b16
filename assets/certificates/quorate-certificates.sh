#!/bin/sh
# Written by Quorate. Tells when the certificates of this machine end: in the log, as a warning, from
# {{days}} days before, and in a file for node exporters, where there is a folder that they read. It
# renews nothing: `quorate certificates renew` does, from the operator's machine.
set -u
now=$(date +%s)
ends='' soon=0 first='' failed=''

tell() { # PATH DATE, such as notAfter=Nov 30 16:00:00 2027 GMT
  end=$(date -d "${2#notAfter=}" +%s) || {
    failed=yes
    return
  }
  ends="${ends}quorate_certificate_expiry_timestamp_seconds{path=\"$1\"} $end
"
  [ "$end" -gt $((now + {{days}} * 86400)) ] || soon=$((soon + 1))
  if [ -z "$first" ] || [ "$end" -lt "${first%% *}" ]; then
    first="$end $1"
  fi
}

for file in /etc/kubernetes/pki/*.crt /etc/kubernetes/pki/etcd/*.crt /etc/etcd/pki/*.crt; do
  [ -f "$file" ] || continue
  if date=$(openssl x509 -in "$file" -noout -enddate 2>&1); then
    tell "$file" "$date"
  else
    failed=yes
    printf '<3>%s cannot be read: %s\n' "$file" "$(printf '%s\n' "$date" | tail -n 1)"
  fi
done
file=/root/.kube/config
if [ -f "$file" ] && grep -q client-certificate-data "$file"; then
  if date=$(sed -n 's/^ *client-certificate-data: *"*\([A-Za-z0-9+\/=]*\).*/\1/p' "$file" | head -n 1 |
    base64 -d | openssl x509 -noout -enddate 2>&1); then
    tell "$file" "$date"
  else
    failed=yes
    printf '<3>the certificate in %s cannot be read: %s\n' "$file" "$(printf '%s\n' "$date" | tail -n 1)"
  fi
fi

# What systemd takes for a warning, and for what is critical.
if [ "$soon" -gt 0 ]; then
  left=$(((${first%% *} - now) / 86400))
  if [ "${first%% *}" -le "$now" ]; then
    printf '<2>%s certificates of Kubernetes on this machine end within {{days}} days or have ended, the first, %s, on %s: quorate certificates renew\n' \
      "$soon" "${first#* }" "$(date -d "@${first%% *}" +%F)"
  else
    printf '<4>%s certificates of Kubernetes on this machine end within {{days}} days, the first, %s, in %s days: quorate certificates renew\n' \
      "$soon" "${first#* }" "$left"
  fi
fi

for folder in {{folders}}; do
  [ -d "$folder" ] || continue
  file=$folder/quorate_certificates.prom
  # Written beside and renamed: an exporter may read at any moment.
  {
    echo '# HELP quorate_certificate_expiry_timestamp_seconds When a certificate ends.'
    echo '# TYPE quorate_certificate_expiry_timestamp_seconds gauge'
    printf '%s' "$ends"
    echo '# HELP quorate_certificates_checked_timestamp_seconds When the certificates were looked at.'
    echo '# TYPE quorate_certificates_checked_timestamp_seconds gauge'
    echo "quorate_certificates_checked_timestamp_seconds $now"
  } >"$file.new" && chmod 644 "$file.new" && mv "$file.new" "$file" || failed=yes
done
[ -z "$failed" ]
