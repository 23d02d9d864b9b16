# What an upgrade has to know of a machine, one record a line:
#   room PATH MOUNT FREE    where a path is or would be, and how many KiB are free there
#   flag PROGRAM NAME       with which it runs; of feature gates what they are set to, too
#   manifest BASE64         what was applied for the cluster's DNS, on the master that did so
#   failed WHAT WORDS       which could not be asked, and why
#   end                     all was asked
{{room}}

# Their values may hold what is nobody's business.
if units=$(systemctl show -p Id -p MainPID {{units}} 2>&1); then
  name='' pid=''
  for line in $units; do
    case $line in
      Id=*) name=${line#Id=} name=${name%.service} ;;
      MainPID=*) pid=${line#MainPID=} ;;
    esac
    if [ -n "$name" ] && [ -n "$pid" ]; then
      if [ "$pid" != 0 ] && words=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline"); then
        printf '%s\n' "$words" | PROGRAM=$name awk '
          /^--feature-gates=/ { print "flag", ENVIRON["PROGRAM"], $0; next }
          /^-/ { sub(/=.*/, ""); print "flag", ENVIRON["PROGRAM"], $0 }' | sort -u
      fi
      name='' pid=''
    fi
  done
else
  printf 'failed flags %s\n' "$(printf '%s\n' "$units" | tail -n 1)"
  failed=1
fi

if [ -f {{manifest}} ]; then printf 'manifest %s\n' "$(base64 -w 0 {{manifest}})"; fi
echo end
[ $failed = 0 ]
