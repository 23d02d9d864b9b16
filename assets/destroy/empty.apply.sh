# The inner ones come first. What holds anything stays.
for folder in $EMPTY; do
  if [ -d "$folder" ] && rmdir "$folder" 2>/dev/null; then echo "empty folder $folder"; fi
done
