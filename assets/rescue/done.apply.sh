kept=$FOLDER-$(date -u +%Y%m%dT%H%M%SZ)
mv "$FOLDER" "$kept"
echo "the old data, the snapshot and the counts are kept in $kept"
