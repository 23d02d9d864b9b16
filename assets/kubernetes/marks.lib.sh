# Labels and taints of the inventory's own. What Quorate puts on a node is noted on the node itself, in
# annotations: what is not noted, or has another value than the note, is somebody else's.
api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=10s "$@"; }
# Of thousands of nodes it would be more than a program's environment may be.
wanted=$WANTED
unset WANTED

# What each node has, a line each.
marks() {
  api get nodes -o go-template='{{range .items}}node|{{.metadata.name}}|{{.metadata.resourceVersion}}
{{range $key, $value := .metadata.labels}}label|{{$key}}|{{$value}}
{{end}}{{range $key, $value := .metadata.annotations}}{{if eq $key "quorate.io/labels" "quorate.io/taints"}}{{$key}}|{{printf "%q" $value}}
{{end}}{{end}}{{range .spec.taints}}taint|{{.key}}|{{with .value}}{{.}}{{end}}|{{.effect}}|{{with .timeAdded}}{{.}}{{end}}
{{end}}{{end}}'
}

# What has to be done, a line a node that is not as wanted: its name, a patch, the same in words, and
# the taints among it that evict pods. The patch holds for the version of the node that was read: the
# API's list of taints is replaced as a whole, and others write to it, too.
differences() { # MARKS
  printf '%s\nfound\n%s\n' "$wanted" "$1" | awk -F'|' '
    function say(what) { words = words (words == "" ? "" : ", ") what }
    function add(list, item) { return list (list == "" ? "" : ",") item }
    function pair(key, value) { return key (value == "" ? "" : "=" value) }
    function json(key, value, effect, since) {
      return "{\"key\":\"" key "\",\"value\":\"" value "\",\"effect\":\"" effect "\"" \
        (since == "" ? "" : ",\"timeAdded\":\"" since "\"") "}"
    }
    function clear() {
      split("", label); split("", taint); split("", since)
      split("", key_at); split("", effect_at)
      taints = 0; noted_labels = noted_taints = ""
    }
    # Sets noted, and in which order.
    function read_note(text, with_effect,    items, i, colon, effect, equals, key) {
      split("", noted); split("", order)
      notes = split(text, items, ",")
      for (i = 1; i <= notes; i++) {
        effect = ""
        if (with_effect) {
          colon = index(items[i], ":")
          effect = substr(items[i], colon)
          items[i] = substr(items[i], 1, colon - 1)
        }
        equals = index(items[i], "=")
        key = equals ? substr(items[i], 1, equals - 1) : items[i]
        order[i] = key effect
        noted[order[i]] = equals ? substr(items[i], equals + 1) : ""
      }
    }
    function labels(    i, key, value, changes, note, ours) {
      read_note(noted_labels, 0)
      split("", is_wanted)
      for (i = 1; i <= count[node]; i++) {
        if (kind[node, i] != "label") continue
        key = one[node, i]; value = two[node, i]
        is_wanted[key] = 1
        ours = (key in noted) && noted[key] == value
        if (!(key in label) || label[key] != value) {
          changes = add(changes, "\"" key "\":\"" value "\"")
          say(key "=" value ((key in label) ? " instead of " label[key] : ""))
          ours = 1
        }
        if (ours) note = add(note, key "=" value)
      }
      for (i = 1; i <= notes; i++) {
        key = order[i]
        if (!(key in is_wanted) && (key in label) && label[key] == noted[key]) {
          changes = add(changes, "\"" key "\":null")
          say("remove " key)
        }
      }
      if (changes != "") patch = add(patch, "\"labels\":{" changes "}")
      annotate("labels", note, noted_labels)
    }
    function annotate(name, note, before) {
      if (note != before)
        annotations = add(annotations, "\"quorate.io/" name "\":" (note == "" ? "null" : "\"" note "\""))
    }
    function taint_list(    i, id, value, list, note, ours, changed) {
      read_note(noted_taints, 1)
      split("", is_wanted)
      for (i = 1; i <= count[node]; i++) {
        if (kind[node, i] != "taint") continue
        id = one[node, i] ":" three[node, i]; value = two[node, i]
        is_wanted[id] = 1
        ours = (id in noted) && noted[id] == value
        if (!(id in taint) || taint[id] != value) {
          changed = ours = 1
          list = add(list, json(one[node, i], value, three[node, i], ""))
          say(pair(one[node, i], value) ":" three[node, i] ((id in taint) ? " instead of " pair(one[node, i], taint[id]) : ""))
          if (three[node, i] == "NoExecute") evicting = evicting " " pair(one[node, i], value)
          # It does not stand among those that stay, then.
          if (id in taint) delete taint[id]
        }
        if (ours) note = add(note, pair(one[node, i], value) ":" three[node, i])
      }
      for (i = 1; i <= notes; i++) {
        id = order[i]
        if (!(id in is_wanted) && (id in taint) && taint[id] == noted[id]) {
          changed = 1
          say("remove " id)
          delete taint[id]
        }
      }
      for (i = taints; i > 0; i--) {
        id = key_at[i] ":" effect_at[i]
        if (id in taint) list = json(key_at[i], taint[id], effect_at[i], since[i]) (list == "" ? "" : ",") list
      }
      if (changed) spec = ",\"spec\":{\"taints\":[" list "]}"
      annotate("taints", note, noted_taints)
    }
    function finish() {
      if (node == "" || !(node in known)) return
      seen[node] = 1
      words = patch = annotations = spec = evicting = ""
      labels()
      taint_list()
      if (annotations != "") patch = add(patch, "\"annotations\":{" annotations "}")
      if (patch spec == "") return
      if (words == "") say("the note of what Quorate put there")
      printf "%s|{\"metadata\":{\"resourceVersion\":\"%s\"%s}%s}|%s|%s\n", \
        node, version, (patch == "" ? "" : "," patch), spec, words, substr(evicting, 2)
    }
    $0 == "found" && !live { live = 1; node = ""; next }
    !live && $1 == "node" { node = $2; known[node] = 1; names[++nodes] = node; next }
    !live && NF { i = ++count[node]; kind[node, i] = $1; one[node, i] = $2; two[node, i] = $3 ""; three[node, i] = $4; next }
    $1 == "node" { finish(); clear(); node = $2; version = $3 }
    $1 == "label" { label[$2] = $3 "" }
    $1 == "quorate.io/labels" { noted_labels = substr($2, 2, length($2) - 2) }
    $1 == "quorate.io/taints" { noted_taints = substr($2, 2, length($2) - 2) }
    $1 == "taint" { taint[$2 ":" $4] = $3 ""; key_at[++taints] = $2; effect_at[taints] = $4; since[taints] = $5 }
    END {
      finish()
      for (i = 1; i <= nodes; i++)
        if (count[names[i]] && !(names[i] in seen)) printf "%s||it is no node of the API|\n", names[i]
    }'
}

# The pods of a node that a taint evicts, in words; nothing where there are none.
evicted() { # NODE KEY=VALUE
  pods=$(api get pods -A --field-selector "spec.nodeName=$1,status.phase!=Succeeded,status.phase!=Failed" \
    -o go-template='{{range .items}}pod|{{.metadata.namespace}}/{{.metadata.name}}
{{range .spec.tolerations}}toleration|{{with .key}}{{.}}{{end}}|{{with .operator}}{{.}}{{end}}|{{with .value}}{{.}}{{end}}|{{with .effect}}{{.}}{{end}}|{{with .tolerationSeconds}}{{.}}{{end}}
{{end}}{{end}}')
  printf '%s\n' "$pods" | TAINT=$2 awk -F'|' '
    function finish() {
      if (pod == "" || stays) return
      if (++count <= 3) names = names (count == 1 ? "" : ", ") pod
    }
    BEGIN {
      equals = index(ENVIRON["TAINT"], "=")
      key = equals ? substr(ENVIRON["TAINT"], 1, equals - 1) : ENVIRON["TAINT"]
      value = equals ? substr(ENVIRON["TAINT"], equals + 1) : ""
    }
    $1 == "pod" { finish(); pod = $2; stays = 0 }
    $1 == "toleration" && ($5 == "" || $5 == "NoExecute") && $6 == "" {
      if ($3 == "Exists" ? $2 == "" || $2 == key : $2 == key && $4 == value) stays = 1
    }
    END {
      finish()
      if (count) printf " (%s:NoExecute evicts %d %s: %s%s)", ENVIRON["TAINT"], count, (count == 1 ? "pod" : "pods"), names, (count > 3 ? ", ..." : "")
    }'
}
