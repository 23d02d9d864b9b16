# Objects that were applied, as documents in $text, and what the API has of them. Asked what applying
# them would change, kubectl reads the whole schema, which takes half a second; so the versions of
# what was found right are kept in $KNOWN, and it is asked where one of them is another.
#
# They are applied and compared by kubectl's three-way merge, of which the API server makes a dry run.
# Server-side apply would tell no more of fields of ours that have another value, and is beta before
# Kubernetes 1.22; and up to 1.25 kubectl does not take over with it what it had applied before: a
# field that leaves our text would stay in existing clusters for ever, as another manager's.
api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf "$@"; }

# What somebody changes has another: the generation of what has one (its status is not ours), else
# the version of the whole.
versions() {
  printf '%s\n' "$text" | sha256sum
  printf '%s\n' "$text" | api --request-timeout=10s get -f - -o go-template='{{range .items}}{{.metadata.uid}} {{with .metadata.generation}}generation {{.}}{{ else }}{{.metadata.resourceVersion}}{{ end }}
{{end}}'
}

# The text, with as many replicas as its deployments have by now: their number is the operator's, or
# an autoscaler's, once they are there. None at all is no number to serve with, and is put right.
as_scaled() {
  case $text in
    *'  replicas: '*) ;;
    *)
      printf '%s\n' "$text"
      return
      ;;
  esac
  counts=$(api --request-timeout=10s get deployments --all-namespaces -o go-template='{{range .items}}{{.metadata.namespace}}/{{.metadata.name}} {{.spec.replicas}}
{{end}}') || return
  printf '%s\n' "$text" | COUNTS=$counts awk '
    BEGIN {
      n = split(ENVIRON["COUNTS"], line, "\n")
      for (i = 1; i <= n; i++) if (split(line[i], word, " ") == 2 && word[2] > 0) count[word[1]] = word[2]
    }
    /^---/ { kind = name = ""; space = "default" }
    /^kind:/ { kind = $2 }
    /^  name:/ && name == "" { name = $2 }
    /^  namespace:/ { space = $2 }
    kind == "Deployment" && /^  replicas: / && (space "/" name) in count { $0 = "  replicas: " count[space "/" name] }
    { print }'
}

# Exit code 1: applying them would change something, which is printed. More: it could not be told.
objects_differ() { # [FLAG OF APPLY]...
  if now=$(versions 2>/dev/null) && [ "$now" = "$(cat "$KNOWN" 2>/dev/null)" ]; then return 0; fi
  wanted=$(as_scaled) || return 2
  printf '%s\n' "$wanted" | api --request-timeout=10s diff "$@" -f -
}

# Of what diff prints. The files that are compared are called GROUP.VERSION.KIND.NAMESPACE.NAME.
objects_named() { # DIFF
  printf '%s\n' "$1" | sed -n 's|^+++ [^[:space:]]*/\([^/[:space:]]*\)[[:space:]].*|\1|p' |
    sed 's/^.*\.\([A-Z][A-Za-z]*\)\.[^.]*\.\(.*\)$/\1 \2/' | paste -sd, - | sed 's/,/, /g'
}

# Once they were applied: whether the API has them so, which is noted then.
objects_known() { # [FLAG OF APPLY]...
  found=$(versions)
  wanted=$(as_scaled)
  differ=0
  said=$(printf '%s\n' "$wanted" | api --request-timeout=30s diff "$@" -f - 2>&1) || differ=$?
  case $differ in
    0) ;;
    1)
      echo "they were applied, and something has changed them since: $(objects_named "$said")"
      return 1
      ;;
    *)
      printf '%s\n' "$said" | tail -n 3
      echo "they were applied, and whether the API has them so cannot be told"
      return 1
      ;;
  esac
  mkdir -p "${KNOWN%/*}"
  printf '%s\n' "$found" >"$KNOWN.new"
  mv -f "$KNOWN.new" "$KNOWN"
}
