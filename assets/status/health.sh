# Each member's health, as etcdctl tells it of all that it is set up to ask. For a machine that is
# off it would wait as long as it may; so whoever takes no connection within two seconds is not
# asked, and counts as what it is: without an answer. A busy member takes connections at once.
all=$(sed -n 's/.*--endpoints=\(http[^ "]*\).*/\1/p' /usr/local/bin/etcdctl.sh)
there=$all
if [ -n "$all" ] && command -v bash >/dev/null; then
  # shellcheck disable=SC2016
  there=$(timeout 2 bash -c '
    IFS=,
    for url in $1; do
      place=${url#*://}
      host=${place%:*} port=${place##*:}
      host=${host#[} host=${host%]}
      (
        if { exec 3<>"/dev/tcp/$host/$port"; } 2>/dev/null; then
          printf "%s," "$url"
        fi
      ) &
    done
    wait' there "$all")
  there=${there%,}
fi
timeout 15 /usr/local/bin/etcdctl.sh ${there:+"--endpoints=$there"} \
  --dial-timeout=2s --command-timeout=4s endpoint health -w json
