# What aggregated API servers read of the authorities that they are to accept. Each API server adds its
# own to it, and none takes anything away.
kube() {
  kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=20s --namespace=kube-system "$@"
}

# The certificates of a text, a line each.
certificates() {
  awk '/-----BEGIN/ { text = ""; next } /-----END/ { print text; next } { gsub(/[ \t\r]/, ""); text = text $0 }' |
    sort -u
}

# Sets there.
look() { # NAME
  said=$(kube get configmap extension-apiserver-authentication -o "jsonpath={.data.$1}") || exit 1
  there=$(printf '%s\n' "$said" | certificates) || exit 1
}

publishes() { # NAME CERTIFICATE
  look "$1"
  printf '%s\n' "$there" | grep -qxF -e "$2" || {
    echo "the new authority is not published yet ($1)"
    return 1
  }
  echo "authorities that are published: $(printf '%s\n' "$there" | wc -l)"
}

publishes_only() { # NAME FILE
  look "$1"
  wanted=$(certificates <"$2") || exit 1
  [ "$there" = "$wanted" ] || {
    echo "other certificates than those of $2 are published ($1)"
    return 1
  }
}

