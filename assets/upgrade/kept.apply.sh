# By the folder that is moved it is known that this is done: it comes last.
known=$(recorded)
rm -rf /var/cache/quorate/ahead "$LAST"
note_again "$known"
mv "$KEPT" "$LAST"
echo "what ran before is kept in $LAST"
