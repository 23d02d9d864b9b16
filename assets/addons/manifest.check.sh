# An annotation of ours would say nothing about the fields beside it.
text=$(cat "$FILE")
said=$(objects_differ) && exit 0
names=$(objects_named "$said")
[ -z "$names" ] || q_because "not as wanted: $names"
exit 1
