look
if [ "$others" -gt 0 ]; then
  echo "$others of $((good + others)) objects are not written with {{key}} yet"
  exit 1
fi
echo "$good objects are written with {{key}}, none with another key"
