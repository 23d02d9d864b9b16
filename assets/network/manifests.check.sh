text=$(cat "$FILE")
# shellcheck disable=SC2086 # APPLY is a list of flags
said=$(objects_differ $APPLY) && exit 0
names=$(objects_named "$said")
[ -z "$names" ] || q_because "not as wanted: $names"
exit 1
