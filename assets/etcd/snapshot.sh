#!/bin/sh
# Written by Quorate. Takes a snapshot of etcd from this node's member, proves it, and keeps the newest
# {{keep}}. How the last attempt ended stands beside them, in "last-attempt", and in a file for node
# exporters, where there is a folder that they read.
set -eu
umask 077
# How often to try while etcd does not give one.
most=${1:-1}
folder=/var/backups/etcd
member=/var/lib/etcd/member/snap/db
now=$(date +%s)
file=$folder/etcd-$(date -u +%Y%m%dT%H%M%SZ).db
part=$file.part
told=''
trap 'rm -f "$part" "$part.part"; [ "$told" ] || tell failed "it was cut off"' EXIT
trap 'exit 143' HUP INT TERM

# A member that does not answer is known by "endpoint status", which ends; "snapshot save" waits for it.
save() {
  tries=1
  until /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --command-timeout=20s endpoint status; do
    [ "$tries" -lt "$most" ] || return 1
    tries=$((tries + 1))
    sleep 20
  done
  code=0
  timeout 1h /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 snapshot save "$part" || code=$?
  [ "$code" != 124 ] || echo "etcd gave no snapshot within an hour"
  return "$code"
}

# etcd puts the SHA-256 of all that it sends behind it, and whole pages are before that.
prove() {
  size=$(stat -c %s "$part")
  sum=$(head -c -32 "$part" | sha256sum)
  end=$(tail -c 32 "$part" | od -An -v -tx1 | tr -d ' \n')
  if [ "$((size % 512))" != 32 ] || [ "${sum%% *}" != "$end" ]; then
    echo "the snapshot of $size bytes is damaged: it does not end with the SHA-256 of what it holds"
    return 1
  fi
  if [ -x /usr/local/bin/etcdutl ]; then tool=/usr/local/bin/etcdutl; else tool=/usr/local/bin/etcdctl; fi
  ETCDCTL_API=3 "$tool" snapshot status "$part"
}

take() {
  # One at a time: two would each count on the room that both need.
  exec 9>/run/quorate-etcd-snapshot.lock
  flock -w 3600 9 || { echo "another snapshot has been under way for an hour"; return 1; }
  # What an attempt left that was killed.
  find "$folder" -maxdepth 1 -name 'etcd-*.db.part*' -mmin +240 -delete
  # Beside the member's own data nothing may fill their disk.
  if [ -e "$member" ]; then
    size=$(stat -c %s "$member")
    free=$(df -Pk "$folder")
    free=$(printf '%s\n' "$free" | awk 'END { printf "%.0f", $(NF - 2) * 1024 }')
    if [ "$free" -lt "$((size + 268435456))" ]; then
      echo "there is no room: the database has $size bytes, and $folder has $free free, of which 256 MiB have to stay"
      return 1
    fi
  fi
  save
  prove
  mv "$part" "$file"
  # Names sort by time. Those that the clock gave while it was ahead count as the oldest; others'
  # names are none of ours.
  all=$(ls -1 "$folder"/etcd-[0-9]*T[0-9]*Z.db)
  all=$(printf '%s\n' "$all" | sort -r | FILE=$file awk '
    $0 > ENVIRON["FILE"] { ahead[++n] = $0; next }
    { print }
    END { for (i = 1; i <= n; i++) print ahead[i] }')
  count=0
  printf '%s\n' "$all" | while read -r old; do
    count=$((count + 1))
    [ "$count" -le {{keep}} ] || rm -f "$old"
  done
  echo "$file"
}

# Written beside and renamed: somebody may read at any moment.
tell() { # ok|failed WHY
  told=yes
  printf 'at %s\nresult %s\nwhy %s\n' "$now" "$1" "$2" >"$folder/last-attempt.part" &&
    mv "$folder/last-attempt.part" "$folder/last-attempt" || return
  last=0 size=0 failed=0
  [ "$1" = ok ] || failed=1
  newest=''
  for one in "$folder"/etcd-[0-9]*T[0-9]*Z.db; do
    # One of the future got its name while the clock was wrong.
    [ ! -e "$one" ] || [ "$one" \> "$file" ] || newest=$one
  done
  if [ "$newest" ]; then
    last=$(stat -c %Y "$newest") && size=$(stat -c %s "$newest") || return
  fi
  for exported in {{folders}}; do
    [ ! -d "$exported" ] || export_to "$exported/quorate_backup.prom" ||
      echo "warning: $exported could not be told"
  done
}

# In a folder of somebody else's: nothing that lies there already is written to.
export_to() { # FILE
  rm -f "$1.new"
  (
    umask 022
    set -C
    cat >"$1.new" <<END
# HELP quorate_backup_last_success_timestamp_seconds When the newest proved snapshot of etcd on this machine was taken; 0: there is none.
# TYPE quorate_backup_last_success_timestamp_seconds gauge
quorate_backup_last_success_timestamp_seconds $last
# HELP quorate_backup_last_attempt_timestamp_seconds When a snapshot was last tried.
# TYPE quorate_backup_last_attempt_timestamp_seconds gauge
quorate_backup_last_attempt_timestamp_seconds $now
# HELP quorate_backup_last_attempt_failed Whether that failed: 1, or 0.
# TYPE quorate_backup_last_attempt_failed gauge
quorate_backup_last_attempt_failed $failed
# HELP quorate_backup_size_bytes The size of the newest proved snapshot; 0: there is none.
# TYPE quorate_backup_size_bytes gauge
quorate_backup_size_bytes $size
END
  ) && mv -f "$1.new" "$1"
}

mkdir -p "$folder"
set +e
said=$(
  set -e
  take 2>&1
)
code=$?
set -e
printf '%s\n' "$said"
# Before anything is told: a full disk has room again.
rm -f "$part" "$part.part"
if [ "$code" = 0 ]; then
  tell ok '' || code=1
  # Of an attempt before this one.
  systemctl reset-failed quorate-etcd-snapshot.service 2>/dev/null || true
else
  tell failed "$(printf '%s\n' "$said" | grep . | tail -n 1 | tr -d '\000-\037\177' | cut -c 1-300)" || true
fi
exit "$code"
