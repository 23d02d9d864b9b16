# Downloads and uploads. See frames.sh.

# Are the files of a record as they were? What differs in inode, size, owner or a time is read again:
# sets q_touched when its contents are the same, and q_altered to the first file that is another.
q_files_hold() { # FILE
  q_listed='' q_touched='' q_altered=''
  set -f
  IFS=$q_nl
  if [ -z "$q_surveyed" ]; then
    q_paths=''
    for q_line in $q_records; do
      case $q_line in
        "$1:file "*)
          q_line=${q_line#"$1:file "}
          q_paths=$q_paths${q_line%%"|"*}$q_nl
          ;;
      esac
    done
    # shellcheck disable=SC2086
    q_stats_of $q_paths
  fi
  for q_line in $q_records; do
    case $q_line in
      "$1:file "*)
        q_listed=yes
        q_line=${q_line#"$1:file "}
        q_file_holds "${q_line%%"|"*}" "${q_line%"|"*}" "${q_line##*"|"}"
        ;;
    esac
  done
  unset IFS
  set +f
  [ "$q_listed" ] && [ -z "$q_altered" ]
}

q_file_holds() { # PATH STAT SHA256
  if [ -L "$1" ]; then
    q_altered=${q_altered:-"$1 is a link"}
    return
  fi
  q_same=''
  case $q_stats in *"$q_nl$2$q_nl"*) q_same=yes ;; esac
  [ -z "$q_same" ] || [ "$q_verifying" ] || return 0
  if [ ! -f "$1" ]; then
    q_altered=${q_altered:-"$1 is missing"}
  elif [ ${#3} != 64 ]; then
    # Of a time when sums were not kept yet: what is as it was then counts, but proves nothing.
    case $q_stats in
      *"$q_nl$2|$3|"*)
        if [ "$q_verifying" ]; then
          q_altered=${q_altered:-"the sum of $1 was never noted"}
        else
          q_touched="its sum was not known yet: noted"
        fi
        ;;
      *) q_altered=${q_altered:-"$1 was altered"} ;;
    esac
  else
    q_got=$(sha256sum <"$1")
    if [ "${q_got%% *}" != "$3" ]; then
      q_altered=${q_altered:-"$1 was altered"}
    elif [ -z "$q_same" ]; then
      q_got=$(stat -c '%n|%U:%G|%a' -- "$1")
      case $2 in
        "$q_got|"*) q_touched=${q_touched:-"its times differed, its contents did not: noted"} ;;
        *) q_touched="$1 had another owner or mode" ;;
      esac
    fi
  fi
}

# The lines of a record for files; after the last link to them is gone, which changes their ctime.
q_file_lines() { # SHA256-OR-EMPTY PATH...
  q_sum_known=$1
  shift
  for q_file in "$@"; do
    q_got=$q_sum_known
    [ "$q_got" ] || q_got=$(sha256sum <"$q_file")
    printf 'file %s|%s\n' "$(stat -L -c "$q_stat_format" -- "$q_file")" "${q_got%% *}"
  done
}

q_progress() { # FILE HEADERS
  # Not beyond the program: one that was killed at this moment could not end it.
  while sleep 0.5 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
    q_done=$(stat -c %s "$1" 2>/dev/null) || continue
    q_total=$(awk 'tolower($1) == "content-length:" { n = $2 + 0 } END { print n ? n : -1 }' \
      "$2" 2>/dev/null)
    q_frame "bytes $q_index $q_done ${q_total:--1}"
  done
}

# No resuming: the rest of a download that broke off may be of another file.
q_download() { # URL FILE
  case $1 in
    file:*)
      q_local=${1#file:}
      case $q_local in //*) q_local=/${q_local#//*/} ;; esac
      cp -- "$q_local" "$2" || q_failed $? "cannot read $1"
      return
      ;;
  esac
  : >"$q_work/headers"
  q_progress "$2" "$q_work/headers" &
  q_poller=$!
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --retry 3 --retry-delay 1 --connect-timeout 20 \
      --speed-limit 100 --speed-time 60 --dump-header "$q_work/headers" --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget -q --tries=3 --waitretry=1 --timeout=60 -O "$2" "$1"
  else
    echo "neither curl nor wget is there"
    false
  fi
  q_rc=$?
  # Not TERM: a child that has not yet forgotten this shell's traps loses it, and is waited for.
  kill -9 "$q_poller" 2>/dev/null
  wait "$q_poller" 2>/dev/null
  q_poller=''
  [ "$q_rc" = 0 ] || q_failed "$q_rc" "cannot download $1"
  q_size=$(stat -c %s "$2")
  q_frame "bytes $q_index $q_size $q_size"
}

q_published_sum() { # FILE NAME: a bare hash, or the line of sha256sum for NAME
  awk -v name="$2" '
    function hash(s) { return length(s) == 64 && s !~ /[^0-9a-fA-F]/ }
    { sub(/\r$/, "") }
    NF == 1 && hash($1) && bare == "" { bare = $1 }
    NF >= 2 && hash($1) {
      file = $2
      sub(/^\*/, "", file)
      sub(/^.*\//, "", file)
      if (file == name && named == "") named = $1
    }
    END { print tolower(named != "" ? named : bare) }' "$1"
}

q_install() { # SOURCE PATH MODE: renamed over, because what runs cannot be written to
  q_new=${2%/*}/.${2##*/}.quorate
  q_claim "$2"
  { [ -d "${2%/*}/" ] || mkdir -p "${2%/*}"; } &&
    rm -f "$q_new" &&
    # Linked where that is possible, to copy no hundreds of megabytes; but once, because two
    # targets have to have a mode and a time each.
    { { [ "$(stat -c %h "$1")" = 1 ] && ln "$1" "$q_new" 2>/dev/null; } || cp "$1" "$q_new"; } &&
    chmod "$3" "$q_new" && touch "$q_new" && mv -fT "$q_new" "$2" && return
  q_rc=$?
  rm -f "$q_new"
  q_failed "$q_rc" "cannot install $2"
}

q_install_all() { # [ENTRY PATH MODE]...: sets q_installed, lines "KIND PATH"
  q_installed=''
  while [ $# -gt 0 ]; do
    case $1 in
      '')
        q_install "$q_work/download" "$2" "$3"
        q_installed=${q_installed}whole\ $2$q_nl
        ;;
      */)
        q_found=''
        for q_file in "$q_work/tree/$1"*; do
          [ -f "$q_file" ] || continue
          q_found=yes
          q_install "$q_file" "$2/${q_file##*/}" "$3"
          q_installed=${q_installed}part\ $2/${q_file##*/}$q_nl
        done
        [ "$q_found" ] || q_failed 0 "no files in $1 of $q_url"
        ;;
      *)
        [ -f "$q_work/tree/$1" ] || q_failed 0 "$1 is not in $q_url"
        q_install "$q_work/tree/$1" "$2" "$3"
        q_installed=${q_installed}part\ $2$q_nl
        ;;
    esac
    shift 3
  done
}

# The record of what was installed, of which the whole download has the sum q_sum.
q_record_installed() {
  q_lines=$(printf '%s' "$q_installed" | while read -r q_kind q_file; do
    case $q_kind in
      whole) q_file_lines "$q_sum" "$q_file" ;;
      *) q_file_lines '' "$q_file" ;;
    esac
  done)
  q_record "$q_own" "from $q_url${q_nl}sha256 $q_sum$q_nl$q_head$q_lines$q_nl"
}

# Is it installed as wanted? Sets what the functions below go on.
q_fetch_holds() { # NAME VERSION URL pinned|published SHA256|URL FILE [ENTRY PATH MODE]...
  q_name=$1 q_version=$2 q_url=$3 q_kind=$4 q_sum=$5 q_file_name=$6
  q_own=artefacts/$1
  q_ahead=$q_cache/ahead/$1-$2
  shift 6
  [ "$q_surveyed" ] || q_records_of "$q_own"
  q_head="version $q_version$q_nl"
  q_head_lines=$q_nl$q_own:version\ $q_version$q_nl
  q_unpack=''
  while [ $# -gt 0 ]; do
    q_line="target $1 to $2 $3"
    q_head=$q_head$q_line$q_nl
    q_head_lines=$q_head_lines$q_own:$q_line$q_nl
    [ -z "$1" ] || q_unpack=yes
    shift 3
  done
  q_why=''
  case $q_records in
    *"$q_head_lines$q_own:file "*)
      q_files_hold "$q_own" && return
      q_why=$q_altered
      ;;
    *"$q_nl$q_own:version $q_version$q_nl"*) q_why="other files of it" ;;
    *"$q_nl$q_own:version "*) q_why="another version is there" ;;
  esac
  return 1
}

# Lies the very file in the cache, verified? Sets its sum.
q_ahead_holds() {
  [ -f "$q_ahead/verified" ] || return
  { IFS= read -r q_line && IFS= read -r q_got && IFS= read -r q_stat; } <"$q_ahead/verified" || return
  [ "$q_line" = "$q_url $q_kind $q_sum $q_file_name" ] &&
    [ "$q_stat" = "$(stat -L -c "$q_stat_format" -- "$q_ahead/download" 2>/dev/null)" ]
}

# Contents as recorded, but owner, mode or times are others, as after a restore from a backup.
q_put_right() { # RECORD
  if q_applying; then
    q_lines=$(grep -v '^file ' "$q_state/$1" && grep '^file ' "$q_state/$1" |
      while read -r _ q_line; do
        q_file=${q_line%%"|"*} q_sum=${q_line##*"|"}
        q_line=${q_line#*"|"}
        q_rights=${q_line#*"|"}
        chown "${q_line%%"|"*}" "$q_file" && chmod "${q_rights%%"|"*}" "$q_file" || exit
        [ ${#q_sum} = 64 ] || q_sum=''
        q_file_lines "$q_sum" "$q_file"
      done) || q_failed $? "cannot put right what $1 has"
    q_record "$1" "$q_lines$q_nl"
  fi
  q_changed "$q_touched"
}

q_fetch() { # see q_fetch_holds
  q_touched=''
  if q_fetch_holds "$@"; then
    if [ "$q_touched" ]; then q_put_right "$q_own"; else q_unchanged; fi
    return
  fi
  shift 6
  if q_applying; then
    q_fetch_now "$@"
  else
    while [ $# -gt 0 ]; do
      q_will_change "${2%/}"
      shift 3
    done
  fi
  q_changed "$q_why"
}

# Reads what is installed, whatever its times say.
q_fetch_thorough() { # see q_fetch_holds
  q_verifying=yes
  q_fetch "$@"
  q_verifying=''
}

q_fetch_ahead() { # see q_fetch_holds
  if q_fetch_holds "$@" || q_ahead_holds; then
    q_unchanged
    return
  fi
  if q_applying; then
    if ! command -v curl >/dev/null && ! command -v wget >/dev/null; then
      q_unchanged "left for later: neither curl nor wget is there yet"
      return
    fi
    q_line="$q_url $q_kind $q_sum $q_file_name"
    rm -rf "$q_ahead"
    q_download_verified
    mkdir -p "$q_cache/ahead" && mv -T "$q_work" "$q_ahead" && q_work='' &&
      q_stat=$(stat -L -c "$q_stat_format" -- "$q_ahead/download") &&
      q_write "$q_ahead/verified" '' 600 "$q_line$q_nl$q_sum$q_nl$q_stat$q_nl" ||
      q_failed $? "cannot write to $q_ahead"
  fi
  q_changed "$q_why"
}

# Leaves the file in $q_work, and its sum in $q_sum.
q_download_verified() {
  q_work=$q_cache/$q_name.part
  rm -rf "$q_work" && mkdir -p "$q_cache" && mkdir -m 700 "$q_work" ||
    q_failed $? "cannot write to $q_cache"
  q_download "$q_url" "$q_work/download"
  if [ "$q_kind" = published ]; then
    q_sum_url=$q_sum
    q_download "$q_sum_url" "$q_work/sum"
    q_sum=$(q_published_sum "$q_work/sum" "$q_file_name")
    [ "$q_sum" ] || q_failed 0 "$q_sum_url has no SHA-256 for $q_file_name"
  fi
  q_got=$(sha256sum <"$q_work/download")
  q_got=${q_got%% *}
  [ "$q_got" = "$q_sum" ] ||
    q_failed 0 "checksum of $q_url: expected $q_sum, got $q_got; what was installed stays"
}

q_fetch_now() { # [ENTRY PATH MODE]...
  if q_ahead_holds; then
    q_work=$q_ahead q_sum=$q_got
  else
    q_download_verified
  fi
  if [ "$q_unpack" ]; then
    mkdir "$q_work/tree" && tar -xf "$q_work/download" -C "$q_work/tree" --no-same-owner ||
      q_failed $? "cannot unpack $q_url"
  fi
  q_install_all "$@"
  rm -rf "$q_work"
  q_work=''
  q_record_installed
}

# Puts back what a download once brought, from where it was kept.
q_put_back() { # KEPT, then see q_fetch_holds
  q_kept=$1
  shift
  q_touched=''
  if q_fetch_holds "$@"; then
    if [ "$q_touched" ]; then q_put_right "$q_own"; else q_unchanged; fi
    return
  fi
  shift 6
  if q_applying; then
    grep -qxF "version $q_version" "$q_kept/$q_own" 2>/dev/null ||
      q_failed 0 "$q_name $q_version is not kept in $q_kept"
    q_put_back_now
  else
    while [ $# -gt 0 ]; do
      q_will_change "${2%/}"
      shift 3
    done
  fi
  q_changed "$q_why"
}

# All of it is copied and verified before the first file is replaced.
q_put_back_now() {
  q_work=$q_cache/$q_name.part
  rm -rf "$q_work" && mkdir -p "$q_cache" && mkdir -m 700 "$q_work" ||
    q_failed $? "cannot write to $q_cache"
  q_lines=$(sed -n 's/^file //p' "$q_kept/$q_own" | grep .) &&
    q_head=$(grep -v '^file ' "$q_kept/$q_own") || q_failed $? "$q_kept/$q_own lists no files"
  q_number=0
  while IFS= read -r q_line; do
    q_number=$((q_number + 1))
    q_file=$q_kept/programs${q_line%%"|"*}
    cp -- "$q_file" "$q_work/$q_number" && q_got=$(sha256sum <"$q_work/$q_number") ||
      q_failed $? "cannot copy $q_file"
    [ "${q_got%% *}" = "${q_line##*"|"}" ] ||
      q_failed 0 "$q_file is not what was kept; what was installed stays"
  done <<EOF
$q_lines
EOF
  q_number=0
  while IFS= read -r q_line; do
    q_number=$((q_number + 1))
    q_rights=${q_line#*"|"*"|"}
    q_install "$q_work/$q_number" "${q_line%%"|"*}" "${q_rights%%"|"*}"
  done <<EOF
$q_lines
EOF
  rm -rf "$q_work"
  q_work=''
  # After the last link to them is gone, which changes their ctime.
  while IFS= read -r q_line; do
    q_head=$q_head$q_nl$(q_file_lines "${q_line##*"|"}" "${q_line%%"|"*}")
  done <<EOF
$q_lines
EOF
  q_record "$q_own" "$q_head$q_nl"
}

q_upload() { # PATH SHA256 RECORD
  q_own=received/$3
  [ "$q_surveyed" ] || q_records_of "$q_own"
  case $q_records in
    *"$q_nl$q_own:sha256 $2$q_nl"*)
      if q_files_hold "$q_own"; then
        if [ "$q_touched" ]; then q_put_right "$q_own"; else q_unchanged; fi
        return
      fi
      ;;
  esac
  if [ -f "$1" ] && q_got=$(sha256sum <"$1") && [ "${q_got%% *}" = "$2" ]; then
    if q_applying; then
      # It was sent already: what was there before is gone.
      q_note "$1" || q_failed $? "cannot write $q_state/manifest"
      q_record "$q_own" "sha256 $2$q_nl$(q_file_lines "$2" "$1")$q_nl"
      q_changed "received and verified"
    else
      q_unchanged
    fi
  elif q_applying; then
    q_failed 0 "$1 was not sent"
  else
    q_will_change "$1"
    q_changed
  fi
}
