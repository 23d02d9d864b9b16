# Which kinds that are to be removed this master's own API server was asked for since it started, a
# record a line, its words between tabs (see kubernetes.io, deprecation guide):
#   removed GROUP VERSION RESOURCE SUBRESOURCE RELEASE VERBS WATCHES
#                   GROUP is empty for the core's; RELEASE is the one without it; by which VERBS it
#                   was asked, and how many WATCHES of it go on
#   failed WORDS    it could not be asked
#   end             all was asked
{
  {{metrics}} 2>&1 || echo '# no more'
} | awk '
  function label(name) {
    return match($0, "[{,]" name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
  }
  function asked_for() { return label("group") "\t" label("version") "\t" label("resource") }
  /^# no more$/ { cut = 1; exit }
  /^apiserver_request_total\{/ {
    thing = asked_for()
    verb = label("verb")
    if (!seen[thing, verb]++) verbs[thing] = verbs[thing] (verbs[thing] == "" ? "" : ",") verb
  }
  # Until 1.22 the gauge, from 1.23 on both, later the other.
  /^apiserver_longrunning_gauge\{/ && label("verb") == "WATCH" { gauge[asked_for()] += $NF }
  /^apiserver_longrunning_requests\{/ && label("verb") == "WATCH" { watches[asked_for()] += $NF }
  /^apiserver_requested_deprecated_apis\{/ && label("removed_release") != "" && $NF > 0 {
    things[++count] = asked_for()
    rest[count] = label("subresource") "\t" label("removed_release")
  }
  { last = $0 }
  # Every API server has served something by now.
  /^apiserver_request_total\{/ { told = 1 }
  END {
    if (cut || !told) {
      print "failed", cut ? last : "it tells no apiserver_request_total"
      exit 1
    }
    for (i = 1; i <= count; i++) {
      thing = things[i]
      open_now = thing in watches ? watches[thing] : gauge[thing]
      print "removed\t" thing "\t" rest[i] "\t" verbs[thing] "\t" open_now + 0
    }
    print "end"
  }'
