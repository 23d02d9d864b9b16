# What is to be put back is what was kept: by its sums, before anything is changed.
told=''
for wanted in {{wanted}}; do
  name=${wanted%%=*} version=${wanted#*=}
  record={{kept}}/artefacts/$name
  grep -qxF "version $version" "$record" || { echo "$name $version is not kept in {{kept}}"; exit 1; }
  lines=$(sed -n 's/^file //p' "$record" | grep .) || { echo "$record lists no files"; exit 1; }
  while IFS= read -r line; do
    file={{kept}}/programs${line%%"|"*}
    sum=$(sha256sum <"$file") || { echo "$file cannot be read"; exit 1; }
    [ "${sum%% *}" = "${line##*"|"}" ] || { echo "$file is not what was kept"; exit 1; }
  done <<EOF
$lines
EOF
  told="$told${told:+, }$name $version"
done
echo "${told:-nothing has to be put back}"
