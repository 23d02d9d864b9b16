# Packages. See frames.sh.

q_apt_install() { # NAME...
  apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "$@"
}

q_install_packages() { # NAME...
  if [ "$q_manager" = dnf ]; then
    # Where another dnf is at work, it waits for that by itself.
    dnf -y --setopt=install_weak_deps=False install "$@"
    return
  fi
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
