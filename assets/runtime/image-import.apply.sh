set -eu
archive=$(stat -c '%s %Y' "$ARCHIVE")

# Names by the archive's own list, as Docker (manifest.json) or OCI (index.json) writes it.
listed() {
  tar -xOf "$ARCHIVE" manifest.json ./manifest.json 2>/dev/null | q_json |
    awk -F'\t' '$1 ~ /^[0-9]+\.RepoTags\.[0-9]+$/ { print $2 }' | grep .
}
annotated() {
  tar -xOf "$ARCHIVE" index.json ./index.json 2>/dev/null | q_json |
    awk -F'\t' '$1 ~ /^manifests\.[0-9]+\.annotations\.io\.containerd\.image\.name$/ { print $2 }' | grep .
}
# containerd keeps whole names: busybox:1.35 is docker.io/library/busybox:1.35.
whole() {
  while IFS= read -r image; do
    case $image in
    localhost/* | *.*/* | *:*/*) echo "$image" ;;
    */*) echo "docker.io/$image" ;;
    *) echo "docker.io/library/$image" ;;
    esac
  done
}

images=$(listed) || images=$(annotated) || images=
if [ "$RUNTIME" = docker ]; then
  docker load -i "$ARCHIVE"
else
  ctr -n k8s.io images import "$ARCHIVE"
  images=$(printf '%s\n' "$images" | whole)
fi
{
  echo "$archive"
  [ -z "$images" ] || printf '%s\n' "$images"
} >"$RECORD.new"
mv "$RECORD.new" "$RECORD"
