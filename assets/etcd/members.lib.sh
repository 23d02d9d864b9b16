# etcd's members by what etcdctl answers in JSON and by its exit codes. What it says in words is
# shown to people and decides nothing: it changes with the version.

said=$(mktemp)
trap 'rm -f "$said"' EXIT

# etcdctl's answer to a question; what it has to say beside it goes to the file $said.
ask() { # ENDPOINTS ARGUMENT...
  order "$@" -w json
}

# Has etcdctl change something, likewise. Not in JSON: nobody reads the answer, and etcdctl 3.4
# promotes a member and then breaks down, as it has no JSON for that.
order() { # ENDPOINTS ARGUMENT...
  endpoints=$1
  shift
  /usr/local/bin/etcdctl.sh --endpoints="$endpoints" --command-timeout=10s "$@" 2>"$said"
}

# A line for each member: ID|voter or learner|started or new|PEER-URL,…|NAME. The id is in
# hexadecimal, as etcdctl wants it. One that has never started has no name yet.
members() {
  answer=$(ask "$ENDPOINTS" member list) || return
  values=$(printf '%s\n' "$answer" | q_json) && listed=$(printf '%s\n' "$values" | as_lines) &&
    [ "$listed" ] || {
    # No cluster is without members.
    echo "etcdctl's list of members cannot be read" >"$said"
    return 1
  }
  printf '%s\n' "$listed"
}

as_lines() {
  awk -F'\t' '
    { n = split($1, place, ".") }
    place[1] != "members" || n < 3 { next }
    place[2] != number { end(); number = place[2] }
    place[3] == "ID" { id = $2 }
    place[3] == "name" { name = $2 }
    place[3] == "isLearner" { learner = $2 == "true" }
    place[3] == "peerURLs" { urls = urls (urls == "" ? "" : ",") $2 }
    function end() {
      if (id != "") print id "|" (learner ? "learner" : "voter") "|" (name == "" ? "new" : "started") "|" urls "|" name
      id = name = urls = ""
      learner = 0
    }
    END { end() }' | while IFS='|' read -r id rest; do
    printf '%x|%s\n' "$id" "$rest"
  done
}

# The lines of the members, on standard input, with this peer URL.
at_url() { # PEER-URL
  URL=$1 awk -F'|' 'index("," $4 ",", "," ENVIRON["URL"] ",")'
}

# The lines of the members, on standard input, with this id.
with_id() { # ID in hexadecimal
  ID=$1 awk -F'|' '$1 "" == ENVIRON["ID"] ""'
}

# Seconds that no setting of the clock changes.
seconds() {
  read -r up _ </proc/uptime
  echo "${up%.*}"
}

# Tells what etcdctl said last, when it is new.
tell() {
  last=$(tail -n 1 "$said")
  [ "$last" = "${told-}" ] || printf '%s\n' "$last"
  told=$last
}

# Whether another try makes sense after etcdctl ended so: 1 and 2 stand for a refusal of the cluster
# and a broken connection, which pass; all others for a wrong call, or a program that is not there.
may_pass() { # EXIT-CODE
  [ "$1" = 1 ] || [ "$1" = 2 ]
}

give_up() { # WORDS: with etcdctl's own
  printf '%s\n' "$1"
  tail -n 3 "$said"
  exit 1
}

# Whether the member that this client URL asks leads. One that does not answer does not.
leads() { # CLIENT-URL
  status=$(ask "$1" endpoint status) && values=$(printf '%s\n' "$status" | q_json) || return
  printf '%s\n' "$values" | awk -F'\t' '
    $1 == "0.Status.header.member_id" { member = $2 "" }
    $1 == "0.Status.leader" { leader = $2 "" }
    END { exit member == "" || member != leader }'
}
