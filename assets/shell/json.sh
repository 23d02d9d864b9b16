# JSON, for which nodes have no program. See frames.sh; programs of their own on nodes hold it, too.

# The JSON on standard input, a value a line: its place (keys and indexes between dots), a tab, the
# value. Text comes without quotes; of its escapes only those of visible ASCII are undone. Numbers
# stay as they are written: etcd's ids have 64 bits.
q_json() {
  awk '
    function fail() { exit 1 }
    function hex(digits,   i, n) {
      for (i = 1; i <= length(digits); i++) n = n * 16 + index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1
      return n
    }
    function next_is(letter) {
      sub(/^[ \t\r\n]+/, "", rest)
      if (substr(rest, 1, 1) != letter) return 0
      rest = substr(rest, 2)
      return 1
    }
    function text(   said, letter, code) {
      said = ""
      while (match(rest, /^[^"\\]+/) || rest ~ /^\\/) {
        if (rest !~ /^\\/) {
          said = said substr(rest, 1, RLENGTH)
          rest = substr(rest, RLENGTH + 1)
          continue
        }
        letter = substr(rest, 2, 1)
        if (letter == "u") {
          code = hex(substr(rest, 3, 4))
          said = said (code > 31 && code < 127 ? sprintf("%c", code) : substr(rest, 1, 6))
          rest = substr(rest, 7)
        } else {
          said = said (letter ~ /["\\\/]/ ? letter : substr(rest, 1, 2))
          rest = substr(rest, 3)
        }
      }
      if (!next_is("\"")) fail()
      return said
    }
    function value(place,   count, key) {
      if (next_is("{")) {
        if (next_is("}")) return
        do {
          if (!next_is("\"")) fail()
          key = text()
          if (!next_is(":")) fail()
          value(place == "" ? key : place "." key)
        } while (next_is(","))
        if (!next_is("}")) fail()
      } else if (next_is("[")) {
        if (next_is("]")) return
        do value((place == "" ? "" : place ".") count++); while (next_is(","))
        if (!next_is("]")) fail()
      } else if (next_is("\"")) {
        print place "\t" text()
      } else if (match(rest, /^(-?[0-9][-+.0-9eE]*|true|false|null)/)) {
        print place "\t" substr(rest, 1, RLENGTH)
        rest = substr(rest, RLENGTH + 1)
      } else {
        fail()
      }
    }
    { rest = rest $0 "\n" }
    END {
      value("")
      if (rest !~ /^[ \t\r\n]*$/) exit 1
    }'
}

# What a command answers in JSON, likewise; fails when the command does, or says something else. One
# that says nothing has nothing.
q_json_of() { # COMMAND...
  q_said=$("$@") || return
  [ -z "$q_said" ] || printf '%s\n' "$q_said" | q_json
}
