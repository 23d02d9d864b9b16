# A token for ten minutes, which is never in a command's words, as everybody can read those.
tab=$(printf '\t')
said=$(printf '%s' '{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":600}}' |
  kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=20s \
    create --raw /api/v1/namespaces/kube-system/serviceaccounts/default/token -f -) || exit 1
token=$(printf '%s\n' "$said" | q_json | sed -n "s/^status\.token$tab//p")
header=$(printf '%s' "${token%%.*}" | tr '_-' '/+')
case $((${#header} % 4)) in
  2) header=$header== ;;
  3) header=$header= ;;
esac
signer=$(printf '%s' "$header" | base64 -d | q_json | sed -n "s/^kid$tab//p")
[ "$signer" = "{{key}}" ] || {
  echo "a token that is made here is signed with ${signer:-no key}, not with {{key}}"
  exit 1
}
count=0
for server in {{servers}}; do
  code=$(printf 'header = "Authorization: Bearer %s"\n' "$token" |
    curl -q --http1.1 -sS --noproxy '*' --max-time 5 --cacert {{authority}} -K - \
      -o /dev/null -w '%{http_code}' "$server/version") || exit 1
  case $code in
    # What it may see is another question.
    200 | 403) count=$((count + 1)) ;;
    401)
      echo "$server does not accept a token that is made here"
      exit 1
      ;;
    *)
      echo "$server answers HTTP $code to a token that is made here"
      exit 1
      ;;
  esac
done
echo "a token of the new key is made here; API servers that accept it: $count"
