# An annotation of ours would say nothing about the fields beside it.
text=$(cat "$FILE")
said=$(objects_differ) && exit 0
# The files that are compared are called GROUP.VERSION.KIND.NAMESPACE.NAME.
names=$(printf '%s\n' "$said" | sed -n 's|^+++ [^[:space:]]*/\([^/[:space:]]*\)[[:space:]].*|\1|p' |
  sed 's/^.*\.\([A-Z][A-Za-z]*\)\.[^.]*\.\(.*\)$/\1 \2/')
[ -z "$names" ] || q_because "not as wanted: $(printf '%s\n' "$names" | paste -sd, - | sed 's/,/, /g')"
exit 1
