# What this master's member says of etcd, a word and JSON a line:
#   status JSON   its own state, which needs no quorum
#   read JSON     of a member that answered a read, on which a majority has to agree
#   members JSON  whom it knows, as it tells its peers: without a quorum that may be old
#   alarms JSON   which alarms are held, by a quorum's account
#   hashes JSON   what the members' data hash to
# A list of the members proves nothing: up to etcd 3.4 a member without a quorum gives it; nor does
# etcdctl's own health, which from 3.5 on is bad as long as an alarm is held.
{{json}}
newline='
'
own=https://127.0.0.1:2379

# etcdctl takes five times as long to start as curl: it is asked where the member does not speak
# JSON over HTTP, which its --enable-grpc-gateway may forbid.
ask() { # URL METHOD REQUEST WORD...
  url=$1 method=$2 request=$3
  shift 3
  said=$({{ask}})
  case $said in
    *"${newline}200") printf '%s\n' "${said%"$newline"*}" ;;
    *"${newline}404") by_grpc "$url" "$@" ;;
    *) return 1 ;;
  esac
}
by_grpc() { # URLS WORD...
  urls=$1
  shift
  timeout 15 /usr/local/bin/etcdctl.sh --endpoints="$urls" --dial-timeout=2s --command-timeout=4s "$@" -w json
}

known=$({{members}})
all=$({
  sed -n 's/.*--endpoints=\(http[^ "]*\).*/\1/p' /usr/local/bin/etcdctl.sh | tr , '\n'
  printf '%s\n' "$known" | q_json | awk -F'\t' '$1 ~ /\.clientURLs\.[0-9]+$/ { print $2 }'
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
answers=$(
  (said=$(ask "$own" maintenance/status '{}' endpoint status) && printf 'status %s\n' "$said") &
  for url in $there; do
    # The key is quorate/quorum.
    (said=$(ask "$url" kv/range '{"key":"cXVvcmF0ZS9xdW9ydW0="}' get quorate/quorum) && printf 'read %s\n' "$said") &
  done
  wait
)
printf '%s\n' "$answers"
# A member that has just agreed to a read knows whom the others know.
quorum=
case $newline$answers in *"${newline}read "*) quorum=yes known=$({{members}}) ;; esac
[ -z "$known" ] || printf 'members %s\n' "$known"
# Without one the rest would be waited for in vain.
[ -n "$quorum" ] || exit 0
status=$(printf '%s\n' "$answers" | sed -n 's/^status //p')
[ -n "$status" ] || exit 0
said=$(ask "$own" maintenance/alarm '{}' alarm list) || exit 0
printf 'alarms %s\n' "$said"
# The leader's machine asks for all, and not where reading all data would be felt.
values=$(printf '%s\n' "$status" | q_json) || exit 0
number() { printf '%s\n' "$values" | PLACE=$1 awk -F'\t' '{ sub(/^0\.Status\./, "", $1) } $1 == ENVIRON["PLACE"] { print $2 }'; }
if [ "$(number leader)" = "$(number header.member_id)" ] && [ "$(number dbSize)" -lt {{compared}} ]; then
  # One that lags has not come to the revision yet, and is left out.
  printf 'hashes %s\n' "$(by_grpc "$(printf '%s\n' "$there" | paste -sd, -)" endpoint hashkv --rev="$(number header.revision)")"
fi
