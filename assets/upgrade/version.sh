# What a server says of itself; {{field}} of its answer has to be {{version}}.
said=$({{ask}} 2>&1) || { echo "{{server}} does not tell its version: $said"; exit 1; }
runs=$(printf '%s\n' "$said" | q_json | awk -F'\t' '$1 == "{{field}}" { print $2 }')
[ "$runs" = "{{version}}" ] || { echo "{{server}} still says ${runs:-nothing}"; exit 1; }
echo "{{server}} says {{version}}"
