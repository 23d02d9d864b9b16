[ -z "$(pods_mounts)" ] || exit 1
for namespace in /run/netns/cni-*; do
  [ ! -e "$namespace" ] || exit 1
done
