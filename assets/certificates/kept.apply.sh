for folder in "${KEPT%.*}".*; do
  [ ! -e "$folder" ] || [ "$folder" = "$KEPT" ] || rm -rf "$folder"
done
