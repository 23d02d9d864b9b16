text=$(cat "$FILE")
if ! api apply -f "$FILE"; then
  # The role of a binding cannot be changed: where somebody gave it another, it is made anew.
  api auth reconcile --remove-extra-subjects --remove-extra-permissions -f "$FILE"
  api apply -f "$FILE"
fi
objects_known
