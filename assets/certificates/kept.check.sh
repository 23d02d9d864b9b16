# Of what renewals keep, the last one's is enough.
for folder in "${KEPT%.*}".*; do
  [ ! -e "$folder" ] || [ "$folder" = "$KEPT" ] || exit 1
done
