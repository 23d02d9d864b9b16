# What is kept is that of the last upgrade alone.
rm -rf "$LAST"
mv "$KEPT" "$LAST"
rm -rf /var/cache/quorate/ahead
echo "what ran before is kept in $LAST"
