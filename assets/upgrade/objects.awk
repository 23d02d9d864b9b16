# JSON of a list of objects on standard input, of any size, in one pass: what a caller wants of each
# object is said by functions of its own, which stand behind this:
#   opened(place)        an object or array begins
#   leaf(place, value)   a text, number or truth value
#   item()               the object ends
# Places are those below the object, with dots. Objects below keys of SKIP are passed over. Several
# lists may stand one behind the other: "document" is the number of the present one, from 1 on. Prints
# "continue TOKEN DOCUMENT" where one goes on; fails when the text ends before a list does, or when
# there are not as many as LISTS says.
BEGIN {
  RS = "\""
  words = split(ENVIRON["SKIP"], word, " ")
  for (i = 1; i <= words; i++) skip[word[i]] = 1
  depth = document = inside = hidden = items = 0
  text = going_on = ""
}

function place(   name) {
  if (!depth) return ""
  name = kind[depth] == "[" ? number[depth] : key[depth]
  return at[depth] == "" ? name : at[depth] "." name
}

function begin(bracket,   where) {
  if (!depth) {
    document++
    going_on = ""
  }
  where = hidden ? "" : place()
  if (depth == 2 && kind[2] == "[" && at[2] == "items") {
    items = 1
    where = ""
  }
  if (!hidden && depth && kind[depth] == "{" && key[depth] in skip) hidden = depth + 1
  depth++
  kind[depth] = bracket
  at[depth] = where
  number[depth] = 0
  names = bracket == "{"
  if (items && !hidden && where != "") opened(where)
}

function end_of() {
  if (hidden == depth) hidden = 0
  if (items && depth == 3) {
    items = 0
    item()
  }
  depth--
  if (!depth && going_on != "") print "continue", going_on, document
}

function value(said,   where) {
  if (hidden) return
  where = place()
  if (items) leaf(where, said)
  else if (where == "metadata.continue") going_on = said
}

# What stands between texts.
!inside {
  length_of = length($0)
  for (i = 1; i <= length_of; i++) {
    letter = substr($0, i, 1)
    if (letter == "{" || letter == "[") begin(letter)
    else if (letter == "}" || letter == "]") end_of()
    else if (letter == ",") {
      number[depth]++
      names = kind[depth] == "{"
    }
    else if (letter == ":") names = 0
    else if (letter ~ /[-0-9a-z]/ && match(substr($0, i), /^[-+.0-9A-Za-z]+/)) {
      value(substr($0, i, RLENGTH))
      i += RLENGTH - 1
    }
  }
  inside = 1
  next
}

# A text; a quote behind an odd number of backslashes is one of it.
{
  text = text $0
  if (substr($0, length($0)) == "\\" && match($0, /\\+$/) && RLENGTH % 2) {
    text = text "\""
    next
  }
  if (names) key[depth] = text
  else value(text)
  text = ""
  inside = 0
}

END { if (depth || document != ENVIRON["LISTS"]) exit 1 }
