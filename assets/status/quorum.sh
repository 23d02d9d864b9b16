# What only a quorum of etcd can tell, a word and JSON a line: which members answer a read that a
# majority has to agree on, which alarms are held, and what the members' data hash to. A list of
# the members proves nothing: up to etcd 3.4 a member without a quorum gives it; nor does
# etcdctl's own health, which from 3.5 on is bad as long as an alarm is held.
{{json}}
own=https://127.0.0.1:2379
ask() { # ENDPOINTS QUESTION...
  asked=$1
  shift
  timeout 15 /usr/local/bin/etcdctl.sh --endpoints="$asked" --dial-timeout=2s --command-timeout=4s "$@" -w json
}
all=$({
  sed -n 's/.*--endpoints=\(http[^ "]*\).*/\1/p' /usr/local/bin/etcdctl.sh | tr , '\n'
  {{members}} | q_json | awk -F'\t' '$1 ~ /\.clientURLs\.[0-9]+$/ { print $2 }'
} | sort -u)
# For a machine that is off etcdctl would wait as long as it may; so whoever takes no connection
# within two seconds is not asked, and counts as what it is: without an answer. A busy member takes
# connections at once.
there=$all
if [ -n "$all" ] && command -v bash >/dev/null; then
  # shellcheck disable=SC2016
  there=$(timeout 2 bash -c '
    for url in $1; do
      place=${url#*://}
      host=${place%:*} port=${place##*:}
      host=${host#[} host=${host%]}
      (
        if { exec 3<>"/dev/tcp/$host/$port"; } 2>/dev/null; then
          printf "%s\n" "$url"
        fi
      ) &
    done
    wait' there "$all")
  # A look that was too slow for all says nothing of this machine's own.
  [ -n "$there" ] || there=$own
fi
reads=$(
  for url in $there; do
    (said=$(ask "$url" get quorate/quorum) && printf 'read %s\n' "$said") &
  done
  wait
)
# Without a quorum the rest would be waited for in vain.
[ -n "$reads" ] || exit 0
printf '%s\n' "$reads"
status=$(ask "$own" endpoint status) || exit 0
said=$(ask "$own" alarm list) || exit 0
printf 'alarms %s\n' "$said"
# The leader's machine asks for all, and not where reading all data would be felt.
values=$(printf '%s\n' "$status" | q_json) || exit 0
number() { printf '%s\n' "$values" | PLACE=0.Status.$1 awk -F'\t' '$1 == ENVIRON["PLACE"] { print $2 }'; }
if [ "$(number leader)" = "$(number header.member_id)" ] && [ "$(number dbSize)" -lt {{compared}} ]; then
  # One that lags has not come to the revision yet, and is left out.
  printf 'hashes %s\n' "$(ask "$(printf '%s\n' "$there" | paste -sd, -)" endpoint hashkv --rev="$(number header.revision)")"
fi
