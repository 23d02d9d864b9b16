# The images that pods will need, a line each: those that are named, and those of a manifest that
# lies in the cache.
wanted() {
  for image in $IMAGES; do echo "$image"; done
  [ -z "$MANIFEST" ] || awk '
    $1 == "-" { $1 = ""; $0 = $0 }
    $1 == "image:" { gsub(/["\047]/, "", $2); print $2 }' "$MANIFEST"
}

# containerd keeps whole names: calico/cni:v3 is docker.io/calico/cni:v3.
whole() {
  case $1 in
    localhost/* | *.*/* | *:*/*) echo "$1" ;;
    */*) echo "docker.io/$1" ;;
    *) echo "docker.io/library/$1" ;;
  esac
}

missing() {
  names=$(wanted) || return
  [ "$RUNTIME" = docker ] || have=$(ctr -n k8s.io images ls -q) || return
  printf '%s\n' "$names" | sort -u | while IFS= read -r image; do
    if [ "$RUNTIME" = docker ]; then
      docker image inspect "$image" >/dev/null 2>&1 || echo "$image"
    else
      image=$(whole "$image")
      printf '%s\n' "$have" | grep -qxF -- "$image" || echo "$image"
    fi
  done
}
