lost | while read -r name; do
  api delete node "$name"
done
