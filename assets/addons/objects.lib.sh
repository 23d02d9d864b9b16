# Objects that were applied, as documents in $text, and what the API has of them. Asked what applying
# them would change, kubectl reads the whole schema, which takes half a second; so the versions of
# what was found right are kept in $KNOWN, and it is asked where one of them is another.
api() { kubectl --kubeconfig=/etc/kubernetes/super-admin.conf "$@"; }

# What somebody changes has another: the generation of what has one (its status is not ours), else
# the version of the whole.
versions() {
  printf '%s\n' "$text" | sha256sum
  printf '%s\n' "$text" | api --request-timeout=10s get -f - -o go-template='{{range .items}}{{.metadata.uid}} {{with .metadata.generation}}generation {{.}}{{ else }}{{.metadata.resourceVersion}}{{ end }}
{{end}}'
}

# Exit code 1: applying them would change something, which is printed. More: it could not be told.
objects_differ() { # [FLAG OF APPLY]...
  if now=$(versions 2>/dev/null) && [ "$now" = "$(cat "$KNOWN" 2>/dev/null)" ]; then return 0; fi
  printf '%s\n' "$text" | api --request-timeout=10s diff "$@" -f -
}

objects_known() {
  mkdir -p "${KNOWN%/*}"
  versions >"$KNOWN.new"
  mv -f "$KNOWN.new" "$KNOWN"
}
