# Whether an API server lets in who shows a front proxy's certificate and names a user.
count=0

ask() { # PAIR SERVER
  curl -q --http1.1 -sS --noproxy '*' --max-time 5 --cacert /etc/kubernetes/pki/ca.crt \
    --cert "$1.crt" --key "$1.key" -H 'X-Remote-User: quorate:proof' \
    -o /dev/null -w '%{http_code}' "$2/version"
}

takes() { # PAIR SERVER
  code=$(ask "$@") || exit 1
  case $code in
    # What the user may see is another question.
    200 | 403) count=$((count + 1)) ;;
    401)
      echo "$2 does not accept $1.crt of a front proxy"
      exit 1
      ;;
    *)
      echo "$2 answers HTTP $code to $1.crt of a front proxy"
      exit 1
      ;;
  esac
}

# A machine that joined since has none of before.
refuses() { # PAIR SERVER
  [ -e "$1.crt" ] || return 0
  code=$(ask "$@") || exit 1
  [ "$code" = 401 ] || {
    echo "$2 still accepts $1.crt of a front proxy (HTTP $code)"
    exit 1
  }
}

{{checks}}
echo "certificates of front proxies that are accepted: $count"
