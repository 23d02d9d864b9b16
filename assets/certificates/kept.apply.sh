for folder in /var/lib/quorate/pki.*; do
  [ ! -e "$folder" ] || [ "$folder" = "$KEPT" ] || rm -rf "$folder"
done
