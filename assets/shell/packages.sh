# Packages. See frames.sh.

# How long another program may hold the database of packages, in seconds.
q_package_wait=300

# Who holds a lock that apt and dpkg take: sets q_holder, to nothing where nobody does, and q_lock.
q_package_holder() {
  q_holder='' q_status='' q_lists='' q_archives=''
  eval "$(apt-config shell q_status Dir::State::status/f q_lists Dir::State::lists/d \
    q_archives Dir::Cache::archives/d)"
  q_status=${q_status:-/var/lib/dpkg/status} q_lists=${q_lists:-/var/lib/apt/lists}
  q_archives=${q_archives:-/var/cache/apt/archives}
  for q_lock in "${q_status%/*}/lock-frontend" "${q_status%/*}/lock" "${q_lists%/}/lock" \
    "${q_archives%/}/lock"; do
    q_inode=$(stat -c %i -- "$q_lock" 2>/dev/null) || continue
    # Inodes of other file systems may have the same number: who holds it has the file open.
    for q_process in $(awk -v inode="$q_inode" '
      $2 == "POSIX" && $4 == "WRITE" && $5 > 0 && split($6, part, ":") == 3 && part[3] == inode { print $5 }
    ' /proc/locks 2>/dev/null); do
      [ "$(find "/proc/$q_process/fd" -lname "$q_lock" 2>/dev/null)" ] || continue
      q_line=''
      { read -r q_line <"/proc/$q_process/comm"; } 2>/dev/null || true
      q_holder="${q_line:-a program} (process $q_process)"
      return
    done
  done
}

# Waits until nobody holds the database of packages, and says for whom.
q_package_turn() {
  q_clock
  q_begun=$q_now q_told=''
  while q_package_holder && [ "$q_holder" ]; do
    q_clock
    q_left=$((q_begun + q_package_wait - q_now))
    if [ "$q_left" -le 0 ]; then
      echo "E: Could not get lock $q_lock: $q_holder still holds it after $q_package_wait s"
      return 100
    fi
    if [ -z "$q_told" ] || [ "$q_now" -ge "$((q_told + 10))" ]; then
      echo "$q_holder holds $q_lock: waiting for it, for $q_left s more at the most"
      q_told=$q_now
    fi
    sleep 1
  done
}

# Sources and name servers that do not answer are given up soon: apt's own tries last for minutes,
# in which it says nothing.
q_apt_get() { # ARGUMENT...
  q_package_turn || return
  RES_OPTIONS='timeout:2 attempts:2' apt-get -q -o DPkg::Lock::Timeout=60 \
    -o Acquire::Retries=0 -o Acquire::http::Timeout=10 -o Acquire::https::Timeout=10 "$@"
}

q_apt_update() {
  echo "updating the lists of packages from $(
    apt-get -q --print-uris update | sed -n "s|^'\([^/]*//[^/]*\)/.*|\1|p" | sort -u | paste -sd ' ' -
  )"
  # Lists that cannot be fetched are a warning to apt otherwise.
  q_apt_get -o APT::Update::Error-Mode=any update
}

q_apt_install() { # NAME...
  q_apt_get -y --no-install-recommends -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "$@"
}

q_install_packages() { # NAME...
  if [ "$q_manager" = dnf ]; then
    # Where another dnf is at work, it waits for that by itself, and says so.
    dnf -y --setopt=install_weak_deps=False --setopt=timeout=15 --setopt=retries=2 install "$@"
    return
  fi
  q_package_turn || return
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
  # What a run left half configured that was cut off.
  for q_file in /var/lib/dpkg/updates/*; do
    [ ! -e "$q_file" ] || dpkg --configure -a || true
    break
  done
  q_apt_install "$@" && return
  q_apt_update && q_apt_install "$@"
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
