all() { ctr -n k8s.io "$@"; }
listed=$(all tasks ls -q)
printf '%s\n' "$listed" | xargs -r -n 1 ctr -n k8s.io tasks rm -f || true
listed=$(all containers ls -q)
printf '%s\n' "$listed" | xargs -r ctr -n k8s.io containers rm
listed=$(all images ls -q)
printf '%s\n' "$listed" | xargs -r ctr -n k8s.io images rm --sync
# ctr knows no other list of them than a table: its column is found by its heading.
snapshots() {
  table=$(all snapshots ls) || return
  printf '%s\n' "$table" | awk '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "KEY") column = i; next }
    column { print $column }'
}
# A parent snapshot goes after its children.
tries=0
while true; do
  found=$(snapshots)
  [ "$found" ] || break
  said=$(echo "$found" | xargs -n 1 ctr -n k8s.io snapshots rm 2>&1) || true
  tries=$((tries + 1))
  [ "$tries" -le 50 ] || {
    echo "snapshots stay: $found" >&2
    printf '%s\n' "$said" | tail -n 5 >&2
    exit 1
  }
done
listed=$(all content ls -q)
printf '%s\n' "$listed" | xargs -r ctr -n k8s.io content rm >/dev/null
listed=$(all leases ls -q)
printf '%s\n' "$listed" | xargs -r -n 1 ctr -n k8s.io leases rm
ctr namespaces rm k8s.io
