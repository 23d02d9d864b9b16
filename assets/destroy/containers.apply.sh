found=$(docker_containers)
if [ "$found" ]; then
  echo "$found" | xargs docker rm -f >/dev/null
  echo "$(echo "$found" | wc -l) containers of Docker"
fi
tries=0
while found=$(pods_processes) && [ "$found" ]; do
  if [ "$tries" = 0 ]; then
    echo "$(echo "$found" | wc -l) processes of pods"
    said=$(echo "$found" | xargs kill -TERM 2>&1) || true
    sleep 2
  else
    more=$(echo "$found" | xargs kill -KILL 2>&1) || true
    said=${more:-$said}
    sleep 0.2
  fi
  tries=$((tries + 1))
  if [ "$tries" -gt 50 ]; then
    echo "these processes do not end: $(echo "$found" | tr '\n' ' ')" >&2
    printf '%s\n' "$said" | tail -n 5 >&2
    exit 1
  fi
done
for root in /sys/fs/cgroup /sys/fs/cgroup/*; do
  for folder in kubepods kubepods.slice; do
    [ ! -d "$root/$folder" ] || find "$root/$folder" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
done
