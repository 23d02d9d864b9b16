# The units run, and who else has a say in them.
set -- {{units}}
count=$# bad='' notes='' active='' drop_ins=''
while IFS= read -r line; do
  case $line in
    ActiveState=*) active=${line#*=} ;;
    DropInPaths=*) drop_ins=${line#*=} ;;
    '')
      [ $# -gt 0 ] || break
      theirs=''
      for file in $drop_ins; do
        # Docker's own unit is set up by one of ours.
        case $file in
          */90-quorate.conf) ;;
          */"$1.d"/*) theirs=$theirs${theirs:+, }$file ;;
        esac
      done
      [ "$active" = active ] ||
        bad="$bad${bad:+; }$1 is ${active:-unknown}${theirs:+, and $theirs changes it}"
      [ -z "$theirs" ] || notes="$notes; $1 is also set up by $theirs, which is left alone"
      active='' drop_ins=''
      shift
      ;;
  esac
done <<END
$(systemctl show --property=ActiveState,DropInPaths -- "$@")

END
[ -z "$bad" ] || { echo "$bad"; exit 1; }
echo "$count services run${notes:- as their files say}"
