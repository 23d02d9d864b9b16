# Every certificate of this machine: signed by its authority, with its key, read by nobody else, shown
# by its process, and let in by the API server.
missed='' count=0 processes=0 entered=0

miss() { # WORDS
  missed=yes
  echo "$1"
}

leaf() { # CERTIFICATE KEY AUTHORITY
  count=$((count + 1))
  said=$(openssl verify -CAfile "$3" "$1" 2>&1) || miss "$1: $said"
  of=$(openssl x509 -in "$1" -noout -pubkey 2>&1) || miss "$1: $of"
  own=$(openssl pkey -in "$2" -pubout 2>&1) || miss "$2: $own"
  [ "$of" = "$own" ] || miss "$1: its key is another's"
  mode=$(stat -c %a "$2" 2>&1) || miss "$2: $mode"
  [ "$mode" = 600 ] || miss "$2 has the mode $mode"
}

shows() { # PLACE FILE
  processes=$((processes + 1))
  said=$(presents "$@" 2>&1) || miss "$said"
}

enters() { # NAME COMMAND
  entered=$((entered + 1))
  said=$(sh -c "$2" 2>&1 >/dev/null) || miss "$1 is not let in: $said"
}

{{checks}}
[ -z "$missed" ] || exit 1
echo "$count certificates are good, $processes processes show theirs, the API lets $entered in"
