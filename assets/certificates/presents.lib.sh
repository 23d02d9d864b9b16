# What a process shows to whoever connects is what its file has: else it says what it shows.
presents() { # PLACE FILE
  wanted=$(openssl x509 -in "$2" -noout -fingerprint -sha256) || return
  # It ends badly, too, where a certificate is asked for in turn, as etcd does.
  answer=$(timeout 5 openssl s_client -connect "$1" </dev/null 2>&1) || :
  shown=$(printf '%s\n' "$answer" | sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p')
  if [ -z "$shown" ]; then
    echo "$1 shows no certificate: $(printf '%s\n' "$answer" | tail -n 1)"
    return 1
  fi
  found=$(printf '%s\n' "$shown" | openssl x509 -noout -fingerprint -sha256) || return
  if [ "$found" != "$wanted" ]; then
    echo "$1 shows another certificate than $2 has: $(printf '%s\n' "$shown" | openssl x509 -noout -enddate)"
    return 1
  fi
}
