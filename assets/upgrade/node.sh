# The node's own object, by its kubelet's credential.
said=$({{ask}} 2>&1) || { echo "no API server answers: $said"; exit 1; }
printf '%s\n' "$said" | q_json | awk -F'\t' '
  $1 == "status.nodeInfo.kubeletVersion" { kubelet = $2 }
  $1 == "status.nodeInfo.containerRuntimeVersion" { runtime = $2 }
  $1 ~ /^status\.conditions\.[0-9]+\.type$/ { type = $2 }
  $1 ~ /^status\.conditions\.[0-9]+\.status$/ { status = $2 }
  # In whichever order the two come.
  $1 ~ /^status\.conditions\.[0-9]+\.(type|status)$/ {
    split($1, place, ".")
    if (place[3] == last && type == "Ready") ready = status
    last = place[3]
  }
  END {
    if (kubelet != "v{{version}}") { print "the API still has kubelet " kubelet; exit 1 }
    if ("{{runtime}}" != "" && runtime != "{{runtime}}") { print "the API still has " runtime; exit 1 }
    if (ready != "True") { print "the node is not Ready: " ready; exit 1 }
    print "Ready with kubelet " kubelet ", " runtime
  }'
