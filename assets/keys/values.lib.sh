# Which key wrote what is in etcd. Of each value only the beginning is read, and none is shown.
nl='
'
# A line each: the place of a resource in etcd, how values there have to begin, the resource.
places={{places}}

# A page of what lies from one key up to another.
page() { # FROM UP-TO
  {
    /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --command-timeout=20s \
      get "$1" "$2" --limit=200 -w fields || echo failed
  } | cut -b 1-1200
}

# Of a page: how many values are as they have to be (good N); the others (left RESOURCE NAMESPACE NAME,
# a dash where it has no namespace); encrypted ones at a place that is not among ours (lost KEY); where
# the next page begins (next KEY).
judge() { # KEY, of the page before
  PLACES=$places SEEN=$1 awk '
    BEGIN {
      count = split(ENVIRON["PLACES"], line, "\n")
      for (i = 1; i <= count; i++) {
        split(line[i], word, " ")
        place[i] = word[1]
        begins[i] = word[2]
        resource[i] = word[3]
      }
    }
    /^"Key" : "/ { key = substr($0, 10, length($0) - 10) }
    /^"Value" : "/ && key != ENVIRON["SEEN"] {
      value = substr($0, 12)
      at = 0
      for (i = 1; i <= count; i++) if (index(key, place[i]) == 1) at = i
      if (!at) {
        if (index(value, "k8s:enc:") == 1) print "lost " key
      } else if (index(value, begins[at]) == 1) {
        good++
      } else {
        parts = split(substr(key, length(place[at]) + 1), part, "/")
        print "left " resource[at] " " (parts > 1 ? part[1] " " part[2] : "- " part[1])
      }
    }
    /^"More" : true/ { more = 1 }
    END {
      print "good " good + 0
      if (more) print "next " key
    }'
}

# Sets good (how many) and left (the others, a line each).
look() {
  good=0 left=''
  for scanned in {{scanned}}; do
    from=$scanned seen=''
    while [ -n "$from" ]; do
      said=$(page "$from" "${scanned%/}0")
      case "$nl$said$nl" in
        *"${nl}failed$nl"*) exit 1 ;;
      esac
      judged=$(printf '%s\n' "$said" | judge "$seen")
      good=$((good + $(printf '%s\n' "$judged" | sed -n 's/^good //p')))
      more=$(printf '%s\n' "$judged" | sed -n -e '/^left /p' -e '/^lost /p')
      left=$left${more:+$more$nl}
      from=$(printf '%s\n' "$judged" | sed -n 's/^next //p')
      seen=$from
    done
  done
  others=$(printf '%s' "$left" | grep -c .) || [ "$others" = 0 ]
}
