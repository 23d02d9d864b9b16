# What drop-ins that are not ours make of the units of our programs, one record a line, its words
# between tabs. They are read as they lie there, which is what the next start brings, whether or not
# systemd has read them already; see systemd.unit(5) for their order.
#   starts UNIT FILE WORD   the unit starts WORD, and our program is not even among its arguments;
#                           nor is WORD a script, which may well start it, unless what runs is another
#   several UNIT FILE       it has more than one command, by which systemd does not load it
#   nothing UNIT FILE       it has no command left
#   masked UNIT FILE        it is a unit that we do not write, and it is masked
units='{{units}}'

drop_ins() { # UNIT: by their names; of those with one name the first folder's counts
  set -- "$1" ''
  for folder in {{folders}}; do
    [ ! -d "$folder/$1.d" ] || set -- "$1" "$2 $folder/$1.d"
  done
  [ -n "$2" ] || return 0
  # shellcheck disable=SC2086
  find $2 -maxdepth 1 -name '*.conf' ! -name 90-quorate.conf -printf '%f\t%p\n' 2>/dev/null |
    awk -F'\t' '!seen[$1]++' | sort | cut -f 2-
}

# The last of the files that sets a command, how many commands there are, and the last one's first
# word; nothing where our program is among the words.
commands() { # PROGRAM FILE...
  PROGRAM=$1
  export PROGRAM
  shift
  awk '
    BEGIN { count = 1 }
    FNR == 1 { section = held = "" }
    /^[ \t]*[#;]/ { next }
    { line = held $0; held = "" }
    line ~ /\\$/ { held = substr(line, 1, length(line) - 1) " "; next }
    line ~ /^[ \t]*\[/ { section = line; gsub(/[ \t\r]/, "", section); next }
    section == "[Service]" && line ~ /^[ \t]*ExecStart[ \t]*=/ {
      sub(/^[^=]*=[ \t]*/, "", line)
      sub(/[ \t\r]+$/, "", line)
      file = FILENAME
      command = line
      count = line == "" ? 0 : count + 1
    }
    END {
      if (file == "") exit
      # What may stand before a command: systemd.service(5).
      sub(/^[-@:+!|]+/, "", command)
      gsub(/%[Np]/, ENVIRON["PROGRAM"], command)
      words = split(command, word, /[ \t"\047;&|()]+/)
      first = ""
      for (i = 1; i <= words; i++) {
        if (first == "") first = word[i]
        parts = split(word[i], part, "/")
        if (parts && part[parts] == ENVIRON["PROGRAM"]) ours = 1
      }
      if (count == 0) print "nothing\t" file
      else if (count > 1) print "several\t" file
      else if (!ours) print "starts\t" file "\t" first
    }' "$@"
}

# A script may well start our program in the end: that is seen by what runs. Where nothing runs, as
# in a rescue, or systemd has not read the file yet, it has the benefit of the doubt.
may_start_ours() { # UNIT WORD
  told=$(systemctl show --property=NeedDaemonReload,MainPID -- "$1")
  pid=$(printf '%s\n' "$told" | sed -n 's/^MainPID=//p')
  case $told in
    *NeedDaemonReload=no*)
      if [ "${pid:-0}" != 0 ]; then
        argument=$(tr '\0' '\n' <"/proc/$pid/cmdline" | head -n 1)
        [ "${argument##*/}" = "${1%.service}" ]
        return
      fi
      ;;
  esac
  [ "$(head -c 2 "$2" | tr '\0' ' ')" = '#!' ]
}

for unit in $units; do
  files=$(drop_ins "$unit")
  [ -n "$files" ] || continue
  IFS='
'
  # shellcheck disable=SC2086
  said=$(set -f; commands "${unit%.service}" $files)
  unset IFS
  case $said in
    '') continue ;;
    starts*) ! may_start_ours "$unit" "${said##*"$(printf '\t')"}" || continue ;;
  esac
  printf '%s\n' "$said" | sed "s/^[a-z]*/&	$unit/"
done
for unit in {{others}}; do
  for folder in /etc/systemd/system /run/systemd/system; do
    if [ -L "$folder/$unit" ] && [ "$(readlink "$folder/$unit")" = /dev/null ]; then
      printf 'masked\t%s\t%s\n' "$unit" "$folder/$unit"
    fi
  done
done
