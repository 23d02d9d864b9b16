# Nothing to do where SELinux is off. A hard link keeps the label of where a download was unpacked.
[ -e /sys/fs/selinux/enforce ] || exit 0
# shellcheck disable=SC2086 # PATHS is a list of paths
said=$(restorecon -n -R -v $PATHS)
[ -z "$said" ] || q_because "other SELinux labels than the policy's"
