# How a node checks and brings about each kind of operation. Every program starts with this text;
# what follows it calls one function an operation. Needs a POSIX shell (dash) and what is essential
# in Debian and Ubuntu.
#
# A rerun has to be cheap: what the checks need is looked up for all operations at once
# (q_*_of) and matched inside the shell. After the first change each operation looks for itself.
#
# Each operation ends in exactly one of q_unchanged, q_changed, q_warned, q_failed. Operations
# and q_run are never called in a condition: that would switch off set -e in the scripts they run.

q_nl='
'
q_surveyed='' q_would=$q_nl q_work='' q_poller=''
q_stats='' q_sums='' q_records='' q_units='' q_packages=''

q_frame() { printf '\036%s %s\n' "$q_mark" "$1"; }

q_operation() { # INDEX FUNCTION ARGUMENT...
  q_index=$1
  shift
  q_frame "begin $q_index"
  "$@"
}

q_unchanged() { q_frame "unchanged $q_index ${1-}"; }

q_changed() {
  [ "$q_mode" = check ] || q_surveyed=''
  q_frame "changed $q_index ${1-}"
}

q_warned() { q_frame "warned $q_index ${1-}"; }

q_failed() { # EXIT-CODE REASON
  q_frame "failed $q_index $1 $2"
  q_frame end
  exit 0
}

q_applying() { [ "$q_mode" = apply ]; }

q_clean() {
  [ -z "$q_poller" ] || kill "$q_poller" 2>/dev/null
  [ -z "$q_work" ] || rm -rf "$q_work"
}

# ---- Looking at the machine ----

q_stat_format='%n|%U:%G|%a|%F|%s|%Y'

q_stats_of() { # PATH...
  q_stats=$q_nl$(stat -L -c "$q_stat_format" -- "$@" 2>/dev/null)$q_nl
}

# SHA-256 of files, folders counting with all of theirs; a large file counts by size and time,
# because hashing hundreds of megabytes of binaries at every look takes seconds.
q_sums_of() { # PATH...
  q_sums=$q_nl$(find -L "$@" -type f \
    \( -size +2048 -printf '%s-%T@  %p\n' -o -exec sha256sum {} + \) 2>/dev/null | sort -u -k 2)$q_nl
}

q_records_of() { # FILE...  below the state folder; the table holds "FILE:LINE"
  q_records=$q_nl$(cd "$q_state" 2>/dev/null && grep -Hs '' "$@")$q_nl
}

q_packages_of() { # NAME...
  # shellcheck disable=SC2016
  q_packages=$q_nl$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)$q_nl
}

q_units_of() { # UNIT...
  q_units=$q_nl
  q_load='' q_active='' q_enabled='' q_reload='' q_type='' q_pid=''
  while IFS= read -r q_line; do
    case $q_line in
      LoadState=*) q_load=${q_line#*=} ;;
      ActiveState=*) q_active=${q_line#*=} ;;
      UnitFileState=*) q_enabled=${q_line#*=} ;;
      NeedDaemonReload=*) q_reload=${q_line#*=} ;;
      Type=*) q_type=${q_line#*=} ;;
      MainPID=*) q_pid=${q_line#*=} ;;
      '')
        [ $# -gt 0 ] || break
        q_units=$q_units"$1|$q_load|$q_active|$q_enabled|$q_reload|$q_type|$q_pid|"$q_nl
        q_load='' q_active='' q_enabled='' q_reload='' q_type='' q_pid=''
        shift
        ;;
    esac
  done <<EOF
$(systemctl show --property=LoadState,ActiveState,UnitFileState,NeedDaemonReload,Type,MainPID \
  -- "$@" 2>/dev/null)

EOF
}

q_unit_state() { # UNIT
  q_load='' q_active='' q_enabled='' q_reload='' q_type='' q_pid=''
  set -f
  IFS=$q_nl
  for q_line in $q_units; do
    case $q_line in
      "$1|"*)
        IFS='|'
        # shellcheck disable=SC2086
        set -- $q_line
        q_load=$2 q_active=$3 q_enabled=$4 q_reload=$5 q_type=${6-} q_pid=${7-}
        break
        ;;
    esac
  done
  unset IFS
  set +f
}

q_clock() { # whole seconds that only grow
  read -r q_now _ </proc/uptime
  q_now=${q_now%.*}
}

# ---- Records ----

q_write() { # PATH OWNER MODE TEXT
  q_folder=${1%/*}
  q_new=$q_folder/.${1##*/}.quorate
  [ -d "$q_folder/" ] || mkdir -p "$q_folder" || return
  rm -f "$q_new" &&
    (umask 077 && printf '%s' "$4" >"$q_new") &&
    { [ -z "$2" ] || chown "$2" "$q_new"; } &&
    chmod "$3" "$q_new" &&
    mv -fT "$q_new" "$1" && return
  q_rc=$?
  rm -f "$q_new"
  return "$q_rc"
}

q_record() { # FILE TEXT
  (umask 077 && mkdir -p "$q_state") && q_write "$q_state/$1" '' 600 "$2" ||
    q_failed $? "cannot write $q_state/$1"
}

# Before the file is there: one that Quorate wrote must never be missing from the manifest.
q_claim() { # PATH
  grep -qsxF -e "$1" "$q_state/manifest" && return
  (umask 077 && mkdir -p "$q_state" && printf '%s\n' "$1" >>"$q_state/manifest") ||
    q_failed $? "cannot write $q_state/manifest"
}

q_will_change() { # PATH: for the operations after it, in a check
  q_would=$q_would$1$q_nl
}

# ---- Files ----

q_difference() { # PATH OWNER MODE: what of them differs
  q_why=''
  q_line=$(stat -L -c '%U:%G %a' -- "$1" 2>/dev/null) || {
    q_why=missing
    return
  }
  [ "${q_line% *}" = "$2" ] || q_why="owner $2, was ${q_line% *}"
  [ "${q_line##* }" = "$3" ] || q_why="$q_why${q_why:+, }mode $3, was ${q_line##* }"
}

q_directory() { # PATH OWNER MODE
  [ "$q_surveyed" ] || q_stats_of "$1"
  case $q_stats in
    *"$q_nl$1|$2|$3|directory|"*)
      q_unchanged
      return
      ;;
  esac
  q_difference "$1" "$2" "$3"
  if q_applying; then
    mkdir -p -m "$3" -- "$1" && chown "$2" "$1" && chmod "$3" "$1" ||
      q_failed $? "cannot make the folder $1"
  fi
  q_changed "$q_why"
}

q_has_content() { # PATH SHA256 TEXT
  if [ "$q_surveyed" ]; then
    case $q_sums in
      *"$q_nl$2  $1$q_nl"*) return 0 ;;
    esac
  fi
  [ -f "$1" ] && printf '%s' "$3" | cmp -s - "$1"
}

q_show_diff() { # PATH: the wanted text comes on standard input
  q_old=$1
  [ -f "$1" ] || q_old=/dev/null
  diff -u -L "$1" -L "$1 (wanted)" "$q_old" - | sed "s/^/$q_rs$q_mark diff $q_index /"
}

q_write_file() { # PATH OWNER MODE SHA256 shown|secret TEXT
  [ "$q_surveyed" ] || q_stats_of "$1"
  q_same=''
  if q_has_content "$1" "$4" "$6"; then
    q_same=yes
    case $q_stats in
      *"$q_nl$1|$2|$3|regular "*)
        q_unchanged
        return
        ;;
    esac
  fi
  q_difference "$1" "$2" "$3"
  [ "$q_same" ] || [ "$q_why" = missing ] || q_why="content${q_why:+, }$q_why"
  if q_applying; then
    q_claim "$1"
    q_write "$1" "$2" "$3" "$6" || q_failed $? "cannot write $1"
  else
    q_will_change "$1"
    if [ "$5" = secret ]; then
      q_frame "diff $q_index (secret)"
    elif [ -z "$q_same" ]; then
      printf '%s' "$6" | q_show_diff "$1"
    fi
  fi
  q_changed "$q_why"
}

q_with_block() { # PATH NAME TEXT: prints the file as it should be
  q_old=$1
  [ -f "$1" ] || q_old=/dev/null
  q_name=$2 q_text=$3 awk '
    function block() {
      print "# BEGIN " name
      if (text != "") print text
      print "# END " name
      placed = 1
    }
    BEGIN {
      name = ENVIRON["q_name"]
      text = ENVIRON["q_text"]
      sub(/\n+$/, "", text)
    }
    !inside && $0 == "# BEGIN " name { inside = 1; held = ""; next }
    inside && $0 == "# END " name { inside = 0; if (!placed) block(); next }
    inside { held = held $0 "\n"; next }
    { print }
    END {
      # Without its end the block may have swallowed lines of others: they stay.
      if (inside) printf "%s", held
      if (!placed) block()
    }' "$q_old"
}

q_file_block() { # PATH NAME TEXT
  if [ -f "$1" ] && q_with_block "$@" | cmp -s - "$1"; then
    q_unchanged
    return
  fi
  if q_applying; then
    q_real=$(readlink -f "$1") && [ "$q_real" ] || q_failed 1 "no folder for $1"
    q_new=${q_real%/*}/.${q_real##*/}.quorate
    if [ -e "$q_real" ]; then cp -p "$q_real" "$q_new"; else : >"$q_new"; fi &&
      q_with_block "$q_real" "$2" "$3" >"$q_new" || q_failed $? "cannot write $q_new"
    # A container's /etc/hosts may be a mount, which cannot be renamed over.
    mv -fT "$q_new" "$q_real" 2>/dev/null ||
      { cat "$q_new" >"$q_real" && rm -f "$q_new"; } || q_failed $? "cannot write $1"
  else
    q_will_change "$1"
    q_with_block "$@" | q_show_diff "$1"
  fi
  q_changed "block $2"
}

q_remove_file() { # PATH
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    q_unchanged
    return
  fi
  if q_applying; then
    rm -f -- "$1" || q_failed $? "cannot remove $1"
  else
    q_will_change "$1"
  fi
  q_changed
}

# ---- Downloads and uploads ----

# The stat lines of a record, all of them true still?
q_files_hold() { # FILE
  q_listed=''
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
  q_hold=0
  for q_line in $q_records; do
    case $q_line in
      "$1:file "*)
        q_listed=yes
        case $q_stats in
          *"$q_nl${q_line#"$1:file "}$q_nl"*) ;;
          *) q_hold=1 ;;
        esac
        ;;
    esac
  done
  unset IFS
  set +f
  [ "$q_listed" ] && [ "$q_hold" = 0 ]
}

q_progress() { # FILE HEADERS
  while sleep 0.5 >/dev/null 2>&1; do
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
  kill "$q_poller" 2>/dev/null
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

q_install_all() { # [ENTRY PATH MODE]...: sets q_installed, a record's lines
  q_installed=''
  while [ $# -gt 0 ]; do
    case $1 in
      '')
        q_install "$q_work/download" "$2" "$3"
        q_installed=${q_installed}file\ $(stat -L -c "$q_stat_format" -- "$2")$q_nl
        ;;
      */)
        q_found=''
        for q_file in "$q_work/tree/$1"*; do
          [ -f "$q_file" ] || continue
          q_found=yes
          q_install "$q_file" "$2/${q_file##*/}" "$3"
          q_installed=${q_installed}file\ $(stat -L -c "$q_stat_format" -- "$2/${q_file##*/}")$q_nl
        done
        [ "$q_found" ] || q_failed 0 "no files in $1 of $q_url"
        ;;
      *)
        [ -f "$q_work/tree/$1" ] || q_failed 0 "$1 is not in $q_url"
        q_install "$q_work/tree/$1" "$2" "$3"
        q_installed=${q_installed}file\ $(stat -L -c "$q_stat_format" -- "$2")$q_nl
        ;;
    esac
    shift 3
  done
}

q_fetch() { # NAME VERSION URL pinned|published SHA256|URL FILE [ENTRY PATH MODE]...
  q_name=$1 q_version=$2 q_url=$3 q_kind=$4 q_sum=$5 q_file_name=$6
  q_own=artefacts/$1
  shift 6
  [ "$q_surveyed" ] || q_records_of "$q_own"
  q_head="version $q_version$q_nl"
  q_head_lines=$q_nl$q_own:version\ $q_version$q_nl
  q_unpack=''
  q_count=$#
  while [ "$q_count" -gt 0 ]; do
    q_line="target $1 to $2 $3"
    q_head=$q_head$q_line$q_nl
    q_head_lines=$q_head_lines$q_own:$q_line$q_nl
    [ -z "$1" ] || q_unpack=yes
    set -- "$@" "$1" "$2" "$3"
    shift 3
    q_count=$((q_count - 3))
  done
  case $q_records in
    *"$q_head_lines$q_own:file "*)
      if q_files_hold "$q_own"; then
        q_unchanged
        return
      fi
      q_why="a file is missing or was altered"
      ;;
    *"$q_nl$q_own:version $q_version$q_nl"*) q_why="other files of it" ;;
    *"$q_nl$q_own:version "*) q_why="another version is there" ;;
    *) q_why="" ;;
  esac
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

q_fetch_now() { # [ENTRY PATH MODE]...
  mkdir -p "$q_cache" && rm -rf "$q_cache/$q_name".?????? &&
    q_work=$(mktemp -d "$q_cache/$q_name.XXXXXX") || q_failed $? "cannot write to $q_cache"
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
  if [ "$q_unpack" ]; then
    mkdir "$q_work/tree" && tar -xf "$q_work/download" -C "$q_work/tree" --no-same-owner ||
      q_failed $? "cannot unpack $q_url"
  fi
  q_install_all "$@"
  q_record "$q_own" "from $q_url${q_nl}sha256 $q_sum$q_nl$q_head$q_installed"
  rm -rf "$q_work"
  q_work=''
}

q_upload() { # PATH SHA256 RECORD
  q_own=received/$3
  [ "$q_surveyed" ] || q_records_of "$q_own"
  case $q_records in
    *"$q_nl$q_own:sha256 $2$q_nl"*)
      if q_files_hold "$q_own"; then
        q_unchanged
        return
      fi
      ;;
  esac
  if [ -f "$1" ] && q_got=$(sha256sum <"$1") && [ "${q_got%% *}" = "$2" ]; then
    if q_applying; then
      q_claim "$1"
      q_record "$q_own" "sha256 $2${q_nl}file $(stat -L -c "$q_stat_format" -- "$1")$q_nl"
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

# ---- Packages ----

q_apt_install() { # NAME...
  apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "$@"
}

q_install_packages() { # NAME...
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
  # What a run left half configured that was cut off.
  for q_file in /var/lib/dpkg/updates/*; do
    [ ! -e "$q_file" ] || dpkg --configure -a || true
    break
  done
  q_apt_install "$@" && return
  echo "updating the lists of packages"
  apt-get -q -o DPkg::Lock::Timeout=300 update && q_apt_install "$@"
}

q_packages_op() { # NAME...
  [ "$q_surveyed" ] || q_packages_of "$@"
  q_missing=''
  q_count=$#
  while [ "$q_count" -gt 0 ]; do
    case $q_packages in
      *"$q_nl$1 installed$q_nl"*) ;;
      *)
        q_missing=$q_missing${q_missing:+, }$1
        set -- "$@" "$1"
        ;;
    esac
    shift
    q_count=$((q_count - 1))
  done
  if [ $# = 0 ]; then
    q_unchanged
    return
  fi
  if q_applying; then
    (q_install_packages "$@") || q_failed $? "cannot install $q_missing"
  fi
  q_changed "$q_missing"
}

# ---- Units ----

# What the unit reads, a line a file: sets q_lines (a record) and q_record_lines (as in q_records).
q_digest() { # INPUT...
  q_lines='' q_record_lines='' q_differing=''
  set -f
  IFS=$q_nl
  for q_line in $q_sums; do
    for q_input in "$@"; do
      case $q_line in
        *"  $q_input" | *"  $q_input/"*)
          q_lines=$q_lines$q_line$q_nl
          q_record_lines=$q_record_lines$q_own:$q_line$q_nl
          case $q_records in
            *"$q_nl$q_own:$q_line$q_nl"*) ;;
            *) q_differing=$q_differing${q_line#*  }$q_nl ;;
          esac
          break
          ;;
      esac
    done
  done
  unset IFS
  set +f
  # Both ends: else a record with one file more would hold these lines too.
  q_lines=inputs$q_nl${q_lines}end$q_nl
  q_record_lines=$q_nl$q_own:inputs$q_nl$q_record_lines$q_own:end$q_nl
}

# In a check: an operation before this one would change what the unit reads.
q_input_would_change() { # INPUT...
  for q_input in "$@"; do
    case $q_would in
      *"$q_nl$q_input$q_nl"* | *"$q_nl$q_input/"*)
        q_differing=$q_input$q_nl
        return
        ;;
    esac
  done
  return 1
}

# Sets q_todo (empty, enable, start, reload, restart) and q_why.
q_service_todo() { # INPUT...
  q_todo='' q_why=''
  case $q_enabled in
    enabled | static | alias | indirect | generated) ;;
    *) q_todo=enable q_why=enabled ;;
  esac
  case $q_active in
    active | reloading) ;;
    *)
      q_todo=start q_why=started
      return
      ;;
  esac
  case $q_records in
    *"$q_record_lines"*)
      if q_applying || ! q_input_would_change "$@"; then return; fi
      ;;
    *"$q_nl$q_own:end$q_nl"*) ;;
    *)
      q_todo=restart q_why="restarted: started by others"
      return
      ;;
  esac
  q_todo=restart
  case $q_differing in
    '') q_why="restarted: a file is gone" ;;
    *"/$q_unit$q_nl"* | *"/$q_unit.d/"*) q_why="restarted: ${q_differing%%"$q_nl"*}" ;;
    *)
      [ "$q_may_reload" = no ] || q_todo=reload
      q_why="${q_todo}ed: ${q_differing%%"$q_nl"*}"
      ;;
  esac
}

q_service_failed() { # EXIT-CODE REASON
  journalctl -u "$q_unit" -n 20 --no-pager 2>/dev/null
  q_failed "$1" "$2"
}

# A unit that does not tell when it is ready is only known to run after a moment.
q_service_settled() {
  q_units_of "$q_unit"
  q_unit_state "$q_unit"
  [ "$q_active" = active ] || return
  case $q_type in
    simple | exec | idle) ;;
    *) return 0 ;;
  esac
  q_first=$q_pid
  sleep 1
  q_units_of "$q_unit"
  q_unit_state "$q_unit"
  [ "$q_active" = active ] && [ "$q_pid" = "$q_first" ]
}

q_service() { # UNIT yes|no INPUT...
  q_unit=$1 q_may_reload=$2 q_own=started/$1
  shift 2
  if [ -z "$q_surveyed" ]; then
    q_units_of "$q_unit"
    q_records_of "$q_own"
    if [ $# -gt 0 ]; then q_sums_of "$@"; else q_sums=''; fi
  fi
  q_unit_state "$q_unit"
  q_digest "$@"
  q_service_todo "$@"
  if [ -z "$q_todo" ]; then
    q_unchanged
    return
  fi
  if q_applying; then
    q_service_apply
    q_record "$q_own" "$q_lines"
  fi
  q_changed "$q_why"
}

q_service_apply() {
  if [ "$q_reload" != no ] || [ "$q_load" != loaded ]; then
    systemctl daemon-reload || q_failed $? "cannot read the units again"
  fi
  case $q_enabled in
    enabled | static | alias | indirect | generated) ;;
    *) systemctl --quiet enable "$q_unit" || q_failed $? "cannot enable $q_unit" ;;
  esac
  case $q_todo in
    enable) return ;;
    reload) systemctl reload "$q_unit" && q_service_settled && return ;;
  esac
  # A unit that failed too often in a row would be refused.
  systemctl reset-failed "$q_unit" 2>/dev/null
  systemctl restart "$q_unit" || q_service_failed $? "$q_unit does not start"
  q_service_settled || q_service_failed 0 "$q_unit does not stay up: it is ${q_active:-unknown}"
}

q_no_service() { # UNIT
  [ "$q_surveyed" ] || q_units_of "$1"
  q_unit_state "$1"
  case $q_active/$q_enabled in
    inactive/enabled* | failed/enabled*) q_why=disabled ;;
    inactive/* | failed/*)
      q_unchanged
      return
      ;;
    *) q_why=stopped ;;
  esac
  if q_applying; then
    systemctl --quiet disable --now "$1" || systemctl stop "$1" || q_failed $? "cannot stop $1"
    q_units_of "$1"
    q_unit_state "$1"
    case $q_active in
      inactive | failed) ;;
      *) q_failed 0 "$1 still runs: it is $q_active" ;;
    esac
    rm -f "$q_state/started/$1"
  fi
  q_changed "$q_why"
}

# ---- Scripts ----

q_run() { # TEXT [NAME=VALUE]...
  (
    q_text=$1
    shift
    [ $# = 0 ] || export "$@"
    set --
    set -e
    eval "$q_text"
  )
}

q_script() { # CHECK APPLY ATTEMPTS [NAME=VALUE]...
  q_check=$1 q_apply=$2 q_attempts=$3
  shift 3
  q_run "$q_check" "$@" >/dev/null 2>&1
  q_rc=$?
  if [ "$q_rc" = 0 ]; then
    q_unchanged
    return
  fi
  q_attempt=1 q_pause=2
  while q_applying; do
    q_run "$q_apply" "$@"
    q_rc=$?
    [ "$q_rc" != 0 ] || break
    [ "$q_attempt" -lt "$q_attempts" ] || q_failed "$q_rc" ''
    echo "attempt $q_attempt of $q_attempts ended with exit code $q_rc, again in $q_pause s"
    sleep "$q_pause"
    q_attempt=$((q_attempt + 1)) q_pause=$((q_pause * 2))
  done
  q_changed
}

# Looks until the condition holds; sets q_rc and q_out. What it says is told when it is new.
q_look_until() { # CONDITION SECONDS PAUSE
  q_clock
  q_until=$((q_now + $2))
  q_said=''
  while :; do
    q_out=$(q_run "$1" 2>&1)
    q_rc=$?
    [ "$q_rc" != 0 ] && q_applying || return
    q_clock
    [ "$q_now" -lt "$q_until" ] || return
    [ "$q_out" = "$q_said" ] || printf '%s\n' "${q_out##*"$q_nl"}"
    q_said=$q_out
    sleep "$3"
  done
}

q_wait_for() { # CONDITION SECONDS PAUSE
  q_look_until "$@"
  if [ "$q_rc" = 0 ]; then
    q_unchanged "${q_out##*"$q_nl"}"
  elif q_applying; then
    q_failed 0 "not within $2 s: ${q_out##*"$q_nl"}"
  else
    q_changed "${q_out##*"$q_nl"}"
  fi
}

q_verify() { # CONDITION SECONDS
  q_look_until "$1" "$2" 1
  q_evidence=''
  set -f
  IFS=$q_nl
  # shellcheck disable=SC2086
  set -- $q_out
  unset IFS
  set +f
  while [ $# -gt 8 ]; do shift; done
  for q_line in "$@"; do
    q_evidence=$q_evidence${q_evidence:+ · }$q_line
  done
  if [ "$q_rc" = 0 ]; then
    q_unchanged "$q_evidence"
  else
    q_warned "$q_evidence"
  fi
}
