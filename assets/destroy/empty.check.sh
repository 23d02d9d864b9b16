# No folder that only the cluster's programs make is left empty.
for folder in $EMPTY; do
  if [ -d "$folder" ] && [ -z "$(ls -A "$folder")" ]; then exit 1; fi
done
