# The inner ones come first. What holds anything stays.
for folder in $EMPTY; do
  if [ -d "$folder" ] && [ -z "$(ls -A "$folder")" ] && rmdir "$folder"; then echo "empty folder $folder"; fi
done
