text=$(cat "$FILE")
wanted=$(as_scaled)
if ! printf '%s\n' "$wanted" | api apply -f -; then
  # The role of a binding cannot be changed: where somebody gave it another, it is made anew.
  api auth reconcile --remove-extra-subjects --remove-extra-permissions -f "$FILE"
  printf '%s\n' "$wanted" | api apply -f -
fi
objects_known
