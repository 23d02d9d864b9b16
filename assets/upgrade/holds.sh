# The node stays well for a while, looked at each second; one bad look, and it is waited for anew.
pods_back() {
  {{pods}}
}
read -r now _ </proc/uptime
until=$((${now%.*} + {{seconds}}))
while :; do
  ready=$(kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s get node {{node}} \
    -o go-template='{{range .status.conditions}}{{if eq .type "Ready"}}{{.status}}{{ end }}{{ end }}')
  [ "$ready" = True ] || { echo "{{node}} is not Ready"; exit 1; }
  back=$(pods_back) || { printf '%s\n' "$back"; exit 1; }
  read -r now _ </proc/uptime
  [ "${now%.*}" -lt "$until" ] || break
  sleep 1
done
echo "Ready for {{seconds}} s; $back"
