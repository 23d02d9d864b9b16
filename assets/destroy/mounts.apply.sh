# One time is not enough where something is mounted twice at a place.
for round in 1 2 3 4 5; do
  pods_mounts | while read -r mount; do
    path=$(printf '%b' "$mount")
    umount "$path" 2>/dev/null || umount -l "$path" || true
  done
  [ "$(pods_mounts)" ] || break
done
for namespace in /run/netns/cni-*; do
  [ ! -e "$namespace" ] || rm -f "$namespace"
done
if [ "$(pods_mounts)" ]; then
  echo "these stay mounted: $(pods_mounts | tr '\n' ' ')" >&2
  exit 1
fi
