# etcdctl.sh asks all members, whose answers come in a list.
statuses() { # FIELD: a line for each member that has it
  answer=$(/usr/local/bin/etcdctl.sh -w json --command-timeout=10s endpoint status 2>"$said") &&
    values=$(printf '%s\n' "$answer" | q_json) || {
    tail -n 3 "$said"
    return 1
  }
  printf '%s\n' "$values" | FIELD=$1 awk -F'\t' '
    { field = $1; sub(/^[0-9]+\.Status\./, "", field) }
    field == ENVIRON["FIELD"] { print $2 }'
}

# Whether every member stores the version that is gone back to. One of that version itself has no
# word for it: it stores nothing else.
all_store() {
  stored=$(statuses storageVersion) && versions=$(statuses version) || {
    printf '%s\n' "$stored"
    return 1
  }
  newer=$(printf '%s\n' "$versions" | grep -cvE "^$TARGET\.") || true
  right=$(printf '%s\n' "$stored" | grep -c "^$TARGET\.") || true
  [ "$versions" ] && [ "$right" -ge "$newer" ]
}
