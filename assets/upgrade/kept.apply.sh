# What is kept is that of the last upgrade alone. By the folder that is moved it is known that this
# is done: it comes last.
rm -rf /var/cache/quorate/ahead "$LAST"
mv "$KEPT" "$LAST"
echo "what ran before is kept in $LAST"
