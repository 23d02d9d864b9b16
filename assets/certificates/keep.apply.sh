# What there was, each at its own place below the folder.
umask 077
rm -rf "$KEPT.part"
mkdir -p "$KEPT.part"
# From the root folder: coreutils 9.1 fails on absolute paths here.
cd /
for path in $WHAT; do
  [ ! -e "$path" ] || cp -a --parents "$path" "$KEPT.part"
done
mv "$KEPT.part" "$KEPT"
echo "what there was is kept in $KEPT"
