# What an upgrade has to know of the cluster's objects, one record a line, its words between blanks:
#   left-to URL             another master's API server is ready and comes first: that master tells
#   budget SPACE NAME ALLOWED HEALTHY DESIRED EXPECTED SELECTOR
#                           a disruption budget that allows nothing now
#   held SPACE NAME POD NODE   one of its pods
#   bare SPACE POD NODE     a pod that nobody makes anew
#   local NODE COUNT POD... how many pods of a node keep data on its disk, and some of them
#   webhook KIND CONFIGURATION NAME SPACE SERVICE RESOURCES
#                           what it is asked for fails while its service does not answer
#   endpoints SPACE SERVICE NODE...   where its ready pods are, each once
#   stored DEFINITION VERSION   a version of stored objects that is not served
#   written GROUP/VERSION KINDS BY COUNT NAME...   objects that somebody wrote in a version that a newer
#                           Kubernetes does not serve, and some of them
#   corefile BASE64         what the cluster's DNS is told
#   more WHAT ...           of which not all are told: how many there are, or of which budget
#   failed WHAT WORDS       which could not be asked, and why
#   end                     all was asked
# A list is read page by page and in one pass: thousands of pods take no memory here, and the answer
# has but those that matter.
list='{{list}}'

api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf --request-timeout=15s "$@"; }

# What the API answers at some paths, one behind the other, by one connection. Not by kubectl, which
# takes longer to start than the API to answer.
raw() { # PATH...
  for path; do
    shift
    set -- "$@" "https://127.0.0.1:6443$path"
  done
  {{raw}} -w '\n' "$@"
}

# Prints what a command answers; a record where it fails.
ask() { # WHAT COMMAND...
  what=$1
  shift
  { words=$("$@" 2>&1 >&3 3>&-); } 3>&1 ||
    printf 'failed %s %s\n' "$what" "$(printf '%s\n' "$words" | tail -n 1 | cut -c 1-300)"
}

# SKIPPED is what of each object is passed over.
page() { # PATH SKIPPED PROGRAM
  raw "$1" | LISTS=1 SKIP=$2 awk "$list $3"
}

# Two minutes are more than a hundred thousand pods take; a list that grows for ever is not read.
pages() { # PATH SKIPPED PROGRAM [TOKEN]
  next=${4:-} until=$(($(date +%s) + 120))
  while :; do
    found=$(page "$1${next:+&continue=$next}" "$2" "$3") || return
    next=$(printf '%s\n' "$found" | sed -n 's/^continue \([^ ]*\) 1$/\1/p') || return
    printf '%s\n' "$found" | sed '/^continue /d; /^$/d' || return
    [ -n "$next" ] || return 0
    if [ "$(date +%s)" -gt "$until" ]; then
      echo "it took longer than two minutes" >&2
      return 1
    fi
  done
}

# Finished pods hold nothing up.
alive='fieldSelector=status.phase!=Succeeded,status.phase!=Failed'

# What a budget allows is told by the controller manager. While none leads, as after a restart of
# masters, that is of an older budget, or nothing: it is waited for.
budgets() {
  tries=0
  while :; do
    found=$(api get poddisruptionbudgets --all-namespaces -o go-template='{{range .items}}{{.metadata.generation}} {{with .status}}{{with .observedGeneration}}{{.}}{{ else }}0{{ end }}{{ else }}0{{ end }} {{.metadata.namespace}} {{.metadata.name}} {{with .status}}{{.disruptionsAllowed}} {{.currentHealthy}} {{.desiredHealthy}} {{.expectedPods}}{{ else }}- - - -{{ end }} {{with .spec.selector}}{{range $key, $value := .matchLabels}}{{$key}}={{$value}},{{ end }}{{range .matchExpressions}}{{if eq .operator "Exists"}}{{.key}},{{ end }}{{if eq .operator "DoesNotExist"}}!{{.key}},{{ end }}{{if eq .operator "In"}}{{.key}} in ({{range $i, $value := .values}}{{if $i}},{{ end }}{{$value}}{{ end }}),{{ end }}{{if eq .operator "NotIn"}}{{.key}} notin ({{range $i, $value := .values}}{{if $i}},{{ end }}{{$value}}{{ end }}),{{ end }}{{ end }}{{ end }}
{{ end }}') || return
    late=$(printf '%s\n' "$found" | awk '$1 + 0 > $2 + 0 { print $3 "/" $4; exit }') || return
    [ -n "$late" ] || break
    tries=$((tries + 1))
    if [ "$tries" -gt 20 ]; then
      echo "no controller manager has looked at $late yet" >&2
      return 1
    fi
    sleep 1
  done
  printf '%s\n' "$found" | awk '
    $5 == "0" && $8 > 0 {
      sub(/^[^ ]+ [^ ]+ /, "")
      sub(/,$/, "")
      if (++count <= 30) print "budget", $0
    }
    END { if (count > 30) print "more budgets", count }'
}

held_by() { # SPACE NAME SELECTOR
  selector=$(printf '%s\n' "$3" | sed 's/ /%20/g') || return
  url="/api/v1/namespaces/$1/pods?limit=50&$alive&labelSelector=$selector"
  OF="$1 $2"
  export OF
  found=$(page "$url" 'managedFields status annotations' '
    function opened(where) { }
    function leaf(where, said) {
      if (where == "metadata.name") name = said
      else if (where == "spec.nodeName") node = said
    }
    function item() {
      if (node != "") print "held", ENVIRON["OF"], name, node
      name = node = ""
    }') || return
  printf '%s\n' "$found" | sed "s/^continue .*/more held $1 $2/"
}

pods() {
  pages "/api/v1/pods?limit=500&$alive" 'managedFields status' '
    function opened(where) { if (where ~ /^spec\.volumes\.[0-9]+\.emptyDir$/) kept++ }
    function leaf(where, said,   part) {
      if (where == "metadata.name") name = said
      else if (where == "metadata.namespace") space = said
      else if (where == "spec.nodeName") node = said
      else if (where ~ /^metadata\.ownerReferences\./) {
        split(where, part, ".")
        if (part[4] == "kind") owner[part[3]] = said
        else if (part[4] == "controller" && said == "true") controller = part[3]
      }
      else if (where == "metadata.annotations.kubernetes.io/config.mirror") static = 1
      # What is in memory no restart keeps.
      else if (where ~ /^spec\.volumes\.[0-9]+\.emptyDir\.medium$/ && said ~ /^(Memory|HugePages)/) kept--
    }
    function item() {
      by = controller == "" ? "" : owner[controller]
      if (node != "" && !static && by != "DaemonSet" && by != "Node" && space != "quorate-check") {
        if (by == "") print "bare", space, name, node
        if (kept) print "local", node, space "/" name
      }
      kept = static = 0
      name = space = node = controller = ""
      split("", owner)
    }'
}

# The first of each node stand for all of its pods.
of_nodes() {
  awk '
    $1 == "local" {
      if (++count[$2] <= 3) some[$2] = some[$2] " " $3
      next
    }
    $1 == "bare" && ++bare > 300 { next }
    { print }
    END {
      for (node in count) print "local", node, count[node] some[node]
      if (bare > 300) print "more bare", bare
    }'
}

webhooks() {
  found=$(api get validatingwebhookconfigurations,mutatingwebhookconfigurations -o go-template='{{range .items}}{{$kind := .kind}}{{$of := .metadata.name}}{{range .webhooks}}{{if eq .failurePolicy "Fail"}}{{$name := .name}}{{$rules := .rules}}{{with .clientConfig.service}}{{$kind}} {{$of}} {{$name}} {{.namespace}} {{.name}} {{range $rules}}{{range .resources}}{{.}},{{ end }}{{ end }}
{{ end }}{{ end }}{{ end }}{{ end }}') || return
  printf '%s\n' "$found" | awk '
    NF {
      sub(/,$/, "")
      if (++count <= 100) print "webhook", $0
    }
    END { if (count > 100) print "more webhooks", count }'
}

endpoints() { # SPACE SERVICE
  found=$(api -n "$1" get endpoints "$2" --ignore-not-found -o go-template='{{range .subsets}}{{range .addresses}}{{.nodeName}}
{{ end }}{{ end }}') || return
  printf '%s\n' "$found" | awk -v of="$1 $2" 'NF && !seen[$1]++ { nodes = nodes " " $1 } END { print "endpoints", of nodes }'
}

definitions() {
  pages '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?limit=50' \
    'managedFields schema annotations' '
    function opened(where) { }
    function leaf(where, said,   part) {
      if (where == "metadata.name") name = said
      else if (where ~ /^spec\.versions\.[0-9]+\.(name|served)$/) {
        split(where, part, ".")
        if (part[4] == "name") version[part[3]] = said
        else if (said == "true") served[part[3]] = 1
      }
      else if (where ~ /^status\.storedVersions\.[0-9]+$/) stored[said] = 1
    }
    function item(   i) {
      for (i in served) delete stored[version[i]]
      for (i in stored) print "stored", name, i
      split("", version)
      split("", served)
      split("", stored)
      name = ""
    }'
}

# What is not served from a minor version on, "MINOR GROUP/VERSION KINDS" a line.
removed='{{removed}}'

# Which of them this cluster serves, "PATH GROUP/VERSION KINDS" a line.
served() {
  all=$(raw /apis) || return
  # By standard input: a large cluster's list is longer than a word of a command may be.
  versions=$(printf '%s\n' "$all" | REMOVED=$removed awk '
    {
      gsub(/": "/, "\":\"")
      all = all $0
    }
    END {
      n = split(ENVIRON["REMOVED"], line, "\n")
      for (i = 1; i <= n; i++) {
        split(line[i], word, " ")
        if (!seen[word[2]]++ && index(all, "\"groupVersion\":\"" word[2] "\"")) print "/apis/" word[2]
      }
    }') || return
  [ -n "$versions" ] || return 0
  # shellcheck disable=SC2086
  set -- $versions
  these=$(raw "$@") || return
  # One answer a line, each with its version.
  printf '%s\n' "$these" | ASKED=$# REMOVED=$removed awk '
    BEGIN { n = split(ENVIRON["REMOVED"], line, "\n") }
    {
      gsub(/": "/, "\":\"")
      if (index($0, "\"groupVersion\":\"") && index($0, "\"resources\":")) answers++
      for (i = 1; i <= n; i++) {
        split(line[i], word, " ")
        if (index($0, "\"groupVersion\":\"" word[2] "\"") && index($0, "\"name\":\"" word[3] "\""))
          print "/apis/" word[2] "/" word[3] "?limit=500", word[2], word[3]
      }
    }
    END {
      if (answers != ENVIRON["ASKED"]) {
        print "the API server does not tell what it serves" >"/dev/stderr"
        exit 1
      }
    }'
}

# Who wrote what in such a version, as the API notes it with each object. Kubernetes' own programs go
# on to the version that replaces it by themselves.
written() {
  lists=$(served) || return
  [ -n "$lists" ] || return 0
  OF=$(printf '%s\n' "$lists" | cut -d ' ' -f 2-)
  export OF
  # shellcheck disable=SC2046
  found=$(raw $(printf '%s\n' "$lists" | cut -d ' ' -f 1) |
    LISTS=$(printf '%s\n' "$lists" | wc -l) SKIP=$unwritten awk "$list $writers") || return
  printf '%s\n' "$found" | sed '/^continue /d; /^$/d'
  # What has more than a page is read to its end, list by list.
  rest=$(printf '%s\n' "$found" | sed -n 's/^continue //p') || return
  [ -n "$rest" ] || return 0
  printf '%s\n' "$rest" | while read -r token document; do
    line=$(printf '%s\n' "$lists" | sed -n "${document}p")
    OF=${line#* }
    pages "${line%% *}" "$unwritten" "$writers" "$token" </dev/null || return
  done
}

unwritten='spec status annotations fieldsV1'
writers='
  BEGIN { split(ENVIRON["OF"], of, "\n") }
  function opened(where) { }
  function leaf(where, said,   part) {
    if (where == "metadata.name") name = said
    else if (where == "metadata.namespace") name_space = said "/"
    else if (where ~ /^metadata\.managedFields\.[0-9]+\.(manager|apiVersion)$/) {
      split(where, part, ".")
      if (part[4] == "manager") by[part[3]] = said
      else version[part[3]] = said
    }
  }
  function item(   i, one) {
    for (i in version) {
      one = by[i]
      gsub(/ /, "_", one)
      if (index(of[document], version[i] " ") == 1 && one != "" && !seen[one]++ \
          && one !~ /^(kubelet|kube-(apiserver|controller-manager|scheduler)|cloud-controller-manager|api-priority-and-fairness-config-(producer|consumer)-v[0-9]+)$/)
        print "written", of[document], one, name_space name
    }
    name = name_space = ""
    split("", by)
    split("", version)
    split("", seen)
  }'

# The first of each writer stand for all.
of_writers() {
  awk '
    $1 == "written" {
      of = $2 " " $3 " " $4
      if (++count[of] <= 3) some[of] = some[of] " " $5
      next
    }
    { print }
    END { for (of in count) print "written", of, count[of] some[of] }'
}

corefile() {
  api -n kube-system get configmap coredns --ignore-not-found -o go-template='{{with .data}}{{.Corefile}}{{ end }}'
}

look() {
  # All masters are asked, and one of them tells.
  for url in {{before}}; do
    if {{ready}} "$url" >/dev/null; then
      printf 'left-to %s\nend\n' "$url"
      return
    fi
  done
  found=$(ask budgets budgets)
  printf '%s\n' "$found"
  printf '%s\n' "$found" | sed -n 's/^budget //p' | while read -r space name _ _ _ _ selector; do
    ask budgets held_by "$space" "$name" "$selector" </dev/null
  done
  ask pods pods | of_nodes
  found=$(ask webhooks webhooks)
  printf '%s\n' "$found"
  printf '%s\n' "$found" | awk '$1 == "webhook" && !seen[$5 " " $6]++ { print $5, $6 }' | while read -r space service; do
    ask webhooks endpoints "$space" "$service" </dev/null
  done
  ask definitions definitions
  ask written written | of_writers
  found=$(ask dns corefile)
  case $found in
    'failed dns '*) printf '%s\n' "$found" ;;
    ?*) printf 'corefile %s\n' "$(printf '%s\n' "$found" | base64 -w 0)" ;;
  esac
  echo end
}

look | awk '
  NF { print }
  $1 == "failed" { failed = 1 }
  $1 == "end" { ended = 1 }
  END { exit failed || !ended }'
