# Programs are known by the records of what was installed, whose lines "file PATH|…|SUM" hold what
# stat says of them. A link more or less changes their ctime: what was as recorded before is noted
# anew after.
stat_format='%n|%U:%G|%a|%F|%s|%Y|%i|%.9Z'
new_line='
'

# Lines of records, without "file ", of files that are as recorded.
recorded() {
  for record in "$RECORDS"/*; do
    [ ! -f "$record" ] || sed -n 's/^file //p' "$record"
  done | while IFS= read -r line; do
    found=$(stat -L -c "$stat_format" -- "${line%%"|"*}" 2>/dev/null) || continue
    [ "$found" != "${line%"|"*}" ] || printf '%s\n' "$line"
  done
}

note_again() { # LINES of "recorded"
  [ "$1" ] || return 0
  changes=$(printf '%s\n' "$1" | while IFS= read -r line; do
    found=$(stat -L -c "$stat_format" -- "${line%%"|"*}") || exit 1
    [ "$found|${line##*"|"}" = "$line" ] || printf '%s\t%s\n' "$line" "$found|${line##*"|"}"
  done) || return 1
  [ "$changes" ] || return 0
  for record in "$RECORDS"/*; do
    printf '%s\n' "$changes" | awk -F'\t' '
      NR == FNR { now["file " $1] = "file " $2; next }
      $0 in now { print now[$0]; next }
      { print }' - "$record" >"$record.new" || { echo "$record cannot be noted again"; return 1; }
    if cmp -s "$record.new" "$record"; then
      rm -f "$record.new"
    else
      mv -f "$record.new" "$record"
    fi
  done
}
