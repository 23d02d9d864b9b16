all() { ctr -n k8s.io "$@"; }
all tasks ls -q | xargs -r -n 1 ctr -n k8s.io tasks rm -f || true
all containers ls -q | xargs -r ctr -n k8s.io containers rm
all images ls -q | xargs -r ctr -n k8s.io images rm --sync
# A parent snapshot goes after its children.
tries=0
while found=$(all snapshots ls | awk 'NR > 1 { print $1 }') && [ "$found" ]; do
  echo "$found" | xargs -n 1 ctr -n k8s.io snapshots rm >/dev/null 2>&1 || true
  tries=$((tries + 1))
  [ "$tries" -le 50 ] || { echo "snapshots stay: $found" >&2; exit 1; }
done
all content ls -q | xargs -r ctr -n k8s.io content rm >/dev/null
all leases ls -q | xargs -r -n 1 ctr -n k8s.io leases rm
ctr namespaces rm k8s.io
