api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf "$@"; }
prefix=node-role.kubernetes.io
tries=0
for node in $(printf '%s\n' "$WANTED" | cut -d'|' -f1); do
  until said=$(api get node "$node" -o name 2>&1); do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || { echo "$node does not register with the API: $said"; exit 1; }
    sleep 1
  done
done
printf '%s\n' "$WANTED" | while IFS='|' read -r node labels taints; do
  set --
  for role in control-plane master worker; do
    case " $labels " in
      *" $prefix/$role "*) set -- "$@" "$prefix/$role=" ;;
      *) set -- "$@" "$prefix/$role-" ;;
    esac
  done
  api label --overwrite node "$node" "$@" >/dev/null
  present=" $(api get node "$node" -o go-template='{{range .spec.taints}}{{.key}}:{{.effect}} {{end}}') "
  for role in control-plane master; do
    taint=$prefix/$role:NoSchedule
    case " $taints " in
      *" $taint "*) api taint --overwrite node "$node" "$prefix/$role=:NoSchedule" >/dev/null ;;
      *)
        case $present in
          *" $taint "*) api taint node "$node" "$taint-" >/dev/null ;;
        esac
        ;;
    esac
  done
  echo "$node: $labels${taints:+, $taints}"
done
