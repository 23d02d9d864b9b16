space=quorate-check
record() { # OUTCOME EVIDENCE
  printf '%s %s\n%s\n' "$STATE" "$1" "$2" >"$RECORD.new"
  mv -f "$RECORD.new" "$RECORD"
  echo "$2"
}

last_line() { # TEXT
  printf '%s\n' "$1" | tail -n 1
}

try() { # sets evidence
  tries=0
  until said=$(printf '%s\n' "$found" | awk -v space="$space" '
    BEGIN { printf "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n", space }
    { printf "---\napiVersion: v1\nkind: Pod\nmetadata: {name: on-%s, namespace: %s}\n", $1, space
      printf "spec:\n  nodeName: %s\n  restartPolicy: Never\n", $1
      printf "  terminationGracePeriodSeconds: 0\n  automountServiceAccountToken: false\n"
      printf "  tolerations: [{operator: Exists}]\n"
      printf "  containers:\n    - name: web\n      image: %s\n      imagePullPolicy: IfNotPresent\n", $2
      printf "      command: [sh, -c, \"mkdir -p /tmp/w && echo %s >/tmp/w/index.html && exec httpd -f -p 8080 -h /tmp/w\"]\n", $1 }' |
    api apply -f - 2>&1); do
    tries=$((tries + 1))
    evidence="the test pods were not accepted: $(last_line "$said")"
    [ "$tries" -lt 30 ] || return 1
    sleep 1
  done
  said=$(api -n "$space" wait --for=condition=Ready pods --all --timeout=90s 2>&1) || {
    evidence="the test pods do not become ready: $(last_line "$said")"
    return 1
  }
  names=$(printf '%s\n' "$found" | cut -d' ' -f1)
  last=$(printf '%s\n' "$names" | tail -n 1)
  said=''
  for name in $names; do
    address=$(api -n "$space" get pod "on-$last" -o go-template='{{.status.podIP}}')
    case $address in *:*) address="[$address]" ;; esac
    tries=0
    until answer=$(api -n "$space" exec "on-$name" -- timeout 3 wget -qO- "http://$address:8080/" 2>&1) &&
      [ "$(last_line "$answer")" = "$last" ]; do
      tries=$((tries + 1))
      evidence="the pod on $name does not reach the pod on $last at $address: $(last_line "$answer")"
      [ "$tries" -lt 10 ] || return 1
      sleep 1
    done
    said="$said${said:+, }$name to $last"
    last=$name
  done
  evidence="pod to pod: $said"
}

found=$(at_hand) || {
  record failed "the nodes' images could not be listed"
  exit 0
}
if [ "$(printf '%s\n' "$found" | grep -c .)" -lt 2 ]; then
  record none "no test image is at hand on two nodes: not tried"
  exit 0
fi
trap 'api delete namespace "$space" --wait=false >/dev/null || true' EXIT
if try; then record ok "$evidence"; else record failed "$evidence"; fi
