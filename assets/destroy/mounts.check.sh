[ -z "$(pods_mounts)" ] && ! ls -d /run/netns/cni-* >/dev/null 2>&1
