# A read that a majority has to agree on, asked of each member. etcdctl's own health is another
# thing: from 3.5 on it is bad as long as an alarm is held.
for url in $(printf '%s\n' "{{endpoints}}" | tr , ' '); do
  /usr/local/bin/etcdctl.sh --endpoints="$url" --command-timeout=3s get quorate/quorum -w json 2>&1 || {
    echo "the member at $url does not answer with a quorum"
    exit 1
  }
done
