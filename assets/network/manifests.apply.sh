text=$(cat "$FILE")
wanted=$(as_scaled)
# shellcheck disable=SC2086 # APPLY is a list of flags
printf '%s\n' "$wanted" | api apply $APPLY -f -
# What controllers of the network change by themselves is theirs: it is told, and no failure.
# shellcheck disable=SC2086 # APPLY is a list of flags
objects_known $APPLY || echo "the pod network's objects are compared again at the next run"
