package io.quorate.inventory.yaml;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** What SnakeYAML refuses, in words for who wrote the file rather than for who parses it. */
final class YamlFaults {
  private static final Pattern SIGN = Pattern.compile("found character '?(.+?)'? that cannot.*");
  private static final Pattern ALIAS = Pattern.compile("found undefined alias (.+)");
  private static final Pattern BRACKET = Pattern.compile("expected ',' or '([]}])'.*");
  private static final Pattern TAG = Pattern.compile("Global tag is not allowed: (.+)");

  private static final String MEND =
      "Fix the line: look for a missing colon, quote or bracket, or a wrong indentation.";

  private final String file;
  private final String text;

  private YamlFaults(String file, String text) {
    this.file = file;
    this.text = text;
  }

  static Problem of(YAMLException fault, String file, String text) {
    YamlFaults faults = new YamlFaults(file, text);
    return switch (fault) {
      case ReaderException unreadable -> faults.unreadable(unreadable);
      case MarkedYAMLException marked -> faults.marked(marked);
      default -> faults.limit(fault.getMessage() == null ? "" : fault.getMessage());
    };
  }

  private Problem unreadable(ReaderException unreadable) {
    return refusal(
        unprintable(),
        String.format(
            "There is a character that YAML does not allow: U+%04X.", unreadable.getCodePoint()),
        "Take it out; a text editor may not show it.");
  }

  private Problem limit(String message) {
    Place begin = new Place(file, 1, 1);
    if (message.contains("aliases")) {
      return refusal(
          begin, "Too many aliases (*name): more than 50.", "Write the values out instead.");
    }
    return message.startsWith("Nesting")
        ? tooDeep(begin)
        : refusal(begin, "This cannot be read: " + message + ".", MEND);
  }

  static Problem tooDeep(@Nullable Place place) {
    return refusal(
        place,
        "Values are nested deeper than " + YamlReader.MAX_DEPTH + " levels.",
        "No inventory needs that: look for brackets that are not closed, or an alias in itself.");
  }

  private Problem marked(MarkedYAMLException marked) {
    String what = marked.getProblem() == null ? "" : marked.getProblem();
    String context = marked.getContext() == null ? "" : marked.getContext();
    Place place = place(marked.getProblemMark());
    Place begin = marked.getContextMark() == null ? place : place(marked.getContextMark());
    Matcher sign = SIGN.matcher(what);
    Matcher alias = ALIAS.matcher(what);
    Matcher bracket = BRACKET.matcher(what);
    Matcher tag = TAG.matcher(what);
    if (what.contains("TAB")) {
      return refusal(place, "A tab stands here.", "Indent with spaces; YAML allows no tabs there.");
    }
    if (sign.matches()) {
      return refusal(
          place, "A value cannot begin with " + sign.group(1) + ".", "Put the value in quotes.");
    }
    if (alias.matches()) {
      return refusal(
          place,
          "Nothing above is called &" + alias.group(1) + ", which *" + alias.group(1) + " means.",
          "Define it before it is used, or put a text that begins with * in quotes.");
    }
    if (context.contains("scanning an alias") || context.contains("scanning an anchor")) {
      return refusal(
          begin,
          "A value cannot begin with " + signAt(begin) + " and then something else than a name.",
          "Put the value in quotes.");
    }
    if (context.contains("quoted scalar") && what.contains("unexpected end of stream")) {
      return refusal(begin, "A quote is opened here and not closed.", "Close it.");
    }
    if (what.contains("escape")) {
      return refusal(
          place,
          "Behind a backslash in double quotes stands a code, and this is none.",
          "Write \\\\ for a backslash, or put the text in single quotes.");
    }
    if (bracket.matches()) {
      return bracket(bracket.group(1), place, begin);
    }
    if (what.contains("expected <block end>")) {
      return what.contains("scalar>")
          ? refusal(place, "This stands behind a value that has ended.", "Put all of it in quotes.")
          : refusal(
              place,
              "The line begins in another column than the lines that it belongs to.",
              "Indent lines of one level equally, with spaces.");
    }
    if (what.contains("mapping values are not allowed")) {
      return refusal(
          place,
          "A colon cannot stand here.",
          "Put a value with a colon in quotes; or the line above lacks its colon.");
    }
    if (what.contains("could not find expected ':'")) {
      return refusal(
          begin,
          "There is no colon behind this name.",
          "Write \"name: value\", with a space behind the colon.");
    }
    if (tag.matches()) {
      return tag(place, new Tag(tag.group(1)));
    }
    return refusal(place, "This is not YAML: " + what + ".", MEND);
  }

  private Problem bracket(String closing, Place place, Place begin) {
    String opening = closing.equals("]") ? "[" : "{";
    boolean ended = place.line() > text.lines().count();
    return ended || place.line() != begin.line()
        ? refusal(
            begin,
            "The bracket " + opening + " is opened here and not closed.",
            "Close it with " + closing + "; between brackets, values are parted by commas.")
        : refusal(
            place,
            "Between brackets a comma or " + closing + " is missing here.",
            "Part values by commas, close brackets, and put a value with signs in quotes.");
  }

  static Problem tag(@Nullable Place place, Tag tag) {
    String shown = Problem.shown(tag.getValue().replaceFirst("^" + Tag.PREFIX, "!!"));
    return refusal(
        place,
        "The tag " + shown + " means nothing here.",
        "Take it out, or put a text that begins with ! in quotes.");
  }

  private String signAt(Place place) {
    return text.lines()
        .skip(place.line() - 1L)
        .findFirst()
        .map(line -> line.codePoints().skip(place.column() - 1L).limit(1).toArray())
        .map(points -> new String(points, 0, points.length))
        .orElse("this");
  }

  private static Problem refusal(@Nullable Place place, String what, String remedy) {
    return Problem.error("", what, remedy).at(place);
  }

  private Place place(@Nullable Mark mark) {
    return mark == null
        ? new Place(file, 1, 1)
        : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** SnakeYAML counts from wherever its window begins; this counts from the text's beginning. */
  private Place unprintable() {
    int at = 0;
    while (at < text.length() && StreamReader.isPrintable(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    int begin = at == 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
    return new Place(file, line, text.codePointCount(begin, at) + 1);
  }
}
