# Names are counted and not shown; to tell them, the API server has to read each object.
said=''
for resource in {{resources}}; do
  names=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=60s get "$resource" --all-namespaces -o name) || {
    echo "not all of $resource can be read"
    exit 1
  }
  said="$said${said:+, }$(printf '%s' "$names" | grep -c . || true) $resource"
done
echo "$said can be read"
