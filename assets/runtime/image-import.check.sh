# The record holds which archive was imported, by size and time, as hashing hundreds of megabytes at
# every look would take seconds; then the images that came of it.
[ -s "$RECORD" ] || exit 1
read -r archive <"$RECORD"
[ "$archive" = "$(stat -c '%s %Y' "$ARCHIVE")" ] || exit 1
if [ "$RUNTIME" = docker ]; then
  sed 1d "$RECORD" | xargs -r docker image inspect >/dev/null
else
  have=$(ctr -n k8s.io images ls -q) || exit 1
  sed 1d "$RECORD" | while IFS= read -r image; do
    printf '%s\n' "$have" | grep -qxF -- "$image" || exit 1
  done
fi
