kept=$folder-$(date -u +%Y%m%dT%H%M%SZ)
mv "$folder" "$kept"
echo "the old data, the snapshot and the counts are kept in $kept"
