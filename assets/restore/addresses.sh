found=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s get nodes -o go-template='{{range .items}}{{.metadata.name}}{{range .status.addresses}}{{if eq .type "InternalIP"}} {{.address}}{{ end }}{{ end }}
{{ end }}') || exit
for wanted in {{addresses}}; do
  name=${wanted%%=*}
  line=$(printf '%s\n' "$found" | grep "^$name ") || { echo "the API does not know $name's address"; exit 1; }
  case " ${line#* } " in
    *" ${wanted#*=} "*) ;;
    *) echo "$name was at ${line#* }, and has not told its new address yet"; exit 1 ;;
  esac
done
echo "every node tells its own address"
