# Taking back. See frames.sh.

# What is mounted below a folder, the innermost first.
q_mounts_below() { # PATH
  while read -r _ _ _ _ q_mount _; do
    case $q_mount in "$1"/*) printf '%b\n' "$q_mount" ;; esac
  done </proc/self/mountinfo | sort -r
}

q_is_mounted() { # PATH
  while read -r _ _ _ _ q_mount _; do
    [ "$q_mount" != "$1" ] || return 0
  done </proc/self/mountinfo
  return 1
}

# A disk of its own and a link stay, emptied: they are the machine's, not Quorate's.
q_remove_folder() { # PATH
  q_stays=''
  q_real=$1
  if [ -L "$1" ]; then
    q_stays=yes
    q_real=$(readlink -f "$1") || q_real=''
  elif q_is_mounted "$1"; then
    q_stays=yes
  fi
  if [ -z "$q_real" ] || [ ! -e "$q_real" ] ||
    { [ "$q_stays" ] && [ -z "$(find "$q_real" -mindepth 1 -maxdepth 1 ! -name lost+found)" ]; }; then
    q_unchanged
    return
  fi
  if q_applying; then
    q_below=$(q_mounts_below "$q_real")
    [ -z "$q_below" ] || q_failed 0 "still mounted, so $1 stays: $(printf %s "$q_below" | tr '\n' ' ')"
    if [ -d "$q_real" ]; then
      find "$q_real" -mindepth 1 -maxdepth 1 ! -name lost+found \
        -exec rm -rf --one-file-system -- {} + || q_failed $? "cannot empty $1"
    fi
    [ "$q_stays" ] || rm -rf -- "$q_real" || q_failed $? "cannot remove $1"
  else
    q_will_change "$1"
  fi
  q_changed
}

q_unwrite_line() { # LINE
  case $1 in
    /*/) rmdir -- "$1" 2>/dev/null || true ;;
    /*)
      if [ -e "$q_state/before$1" ] || [ -L "$q_state/before$1" ]; then
        # A copy once more: when this is cut off, the next run finds it again.
        q_new=${1%/*}/.${1##*/}.quorate
        mkdir -p "${1%/*}" && cp -pP --remove-destination -- "$q_state/before$1" "$q_new" &&
          mv -fT "$q_new" "$1"
      else
        rm -f -- "$1"
      fi || q_failed $? "cannot take back $1"
      ;;
    block\ */*)
      q_line=${1#block }
      [ ! -f "${q_line#* }" ] || ! grep -qxF "# BEGIN ${q_line%% *}" "${q_line#* }" ||
        q_edit "${q_line#* }" q_without_block "${q_line%% *}"
      ;;
    user\ *)
      ! getent passwd "${1#user }" >/dev/null || userdel "${1#user }" ||
        q_failed $? "cannot remove the user ${1#user }"
      ! getent group "${1#user }" >/dev/null || groupdel "${1#user }" ||
        q_failed $? "cannot remove the group ${1#user }"
      ;;
  esac
}

# Folders after what is in them, and the manifest last of all: a run that is cut off is done anew.
q_unwrite() {
  if [ ! -e "$q_state" ] && [ ! -e "$q_cache" ]; then
    q_unchanged
    return
  fi
  q_lines=''
  [ ! -r "$q_state/manifest" ] ||
    q_lines=$(
      grep -v '/$' "$q_state/manifest" | tac
      grep '/$' "$q_state/manifest" | sort -r
    )
  q_count=0
  set -f
  IFS=$q_nl
  for q_line in $q_lines; do
    unset IFS
    q_count=$((q_count + 1))
    if q_applying; then
      q_unwrite_line "$q_line"
    else
      case $q_line in /*/ | block* | user*) ;; *) q_will_change "$q_line" ;; esac
      q_frame "diff $q_index -$q_line"
    fi
    IFS=$q_nl
  done
  unset IFS
  set +f
  if q_applying; then
    rm -rf -- "$q_cache" && rm -f -- "$q_state/manifest" && rm -rf -- "$q_state" ||
      q_failed $? "cannot remove $q_state"
    # What comes after is noted anew.
    q_manifest=''
  fi
  q_changed "$q_count things of the manifest"
}
