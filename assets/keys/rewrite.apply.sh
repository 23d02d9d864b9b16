# Each object is read and written as it is, which encrypts it anew. One that somebody else changes in
# between has been written with the new key by that; one that is gone needs nothing. So it is etcd that
# is asked what is left, not kubectl.
ask() {
  kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=60s "$@"
}

# Fails where they cannot be read.
rewrite() { # RESOURCE NAMESPACE NAME...
  resource=$1 namespace=$2
  shift 2
  [ "$namespace" = - ] || set -- --namespace="$namespace" "$@"
  objects=$(ask get "$resource" "$@" --ignore-not-found -o json) || return
  [ -n "$objects" ] || return 0
  written=$(printf '%s\n' "$objects" | ask replace --validate=false -f - -o name) ||
    echo "not all of $resource could be written, which is tried again"
  count=$((count + $(printf '%s\n' "$written" | grep -c . || true)))
}

tries=0 count=0
look
while [ "$others" -gt 0 ]; do
  lost=$(printf '%s' "$left" | sed -n 's/^lost //p' | head -n 1)
  [ -z "$lost" ] || {
    echo "$lost is encrypted, and belongs to nothing that the configuration encrypts"
    exit 1
  }
  [ "$tries" -lt 5 ] || {
    echo "$others objects are still not written with {{key}}"
    exit 1
  }
  [ "$tries" = 0 ] || sleep 1
  tries=$((tries + 1))
  echo "$others of $((good + others)) objects have to be written with {{key}}"
  # So many of a namespace at a time that they fit into memory, however large they are.
  batches=$(printf '%s' "$left" | sort | awk '
    {
      group = $2 " " $3
      if (group != was || size == 50) {
        if (size) print was names
        was = group
        names = ""
        size = 0
      }
      names = names " " $4
      size++
    }
    END { if (size) print was names }')
  while read -r resource namespace names; do
    # shellcheck disable=SC2086
    rewrite "$resource" "$namespace" $names </dev/null || break
  done <<END
$batches
END
  look
done
echo "$count objects were written anew"
