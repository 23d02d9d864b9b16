package io.quorate.inventory.form;

import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.yaml.PlainScalar;
import io.quorate.inventory.yaml.Written;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value in Ansible's INI: a Python literal (docs.python.org, ast.literal_eval) when it is one,
 * else the text as it stands. Numbers keep their spelling, so that a version of 1.30 stays 1.30.
 */
final class PythonLiteral {
  private static final int DEEPEST = 40;

  /** Underscores group digits; a whole number begins with no zero. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+"
              + "|(?:[0-9](?:_?[0-9])*)?\\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?"
              + "|[0-9](?:_?[0-9])*\\.(?:[eE][-+]?[0-9](?:_?[0-9])*)?"
              + "|[0-9](?:_?[0-9])*[eE][-+]?[0-9](?:_?[0-9])*"
              + "|0(?:_?0)*|[1-9](?:_?[0-9])*)");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String text;
  private final Place place;
  private int at;
  private int depth;

  private PythonLiteral(String text, Place place) {
    this.text = text;
    this.place = place;
  }

  /** Raised inside where the text is no literal. */
  private static final class NoLiteral extends RuntimeException {
    private NoLiteral() {
      super(null, null, false, false);
    }
  }

  /** What a text means; every text means something. */
  static Written read(String text, Place place) {
    try {
      PythonLiteral literal = new PythonLiteral(text, place);
      literal.space();
      Written value = literal.tuple(-1);
      literal.space();
      if (literal.at < text.length() && literal.peek() != '#') {
        throw new NoLiteral();
      }
      return value;
    } catch (NoLiteral e) {
      return new Written.Scalar(text, false, place);
    }
  }

  /** Values with commas between them, or one value without. */
  private Written tuple(int end) {
    List<Written> items = new ArrayList<>();
    boolean comma = false;
    while (true) {
      space();
      if (peek() == end || (end < 0 && comma && (peek() < 0 || peek() == '#'))) {
        break;
      }
      items.add(value());
      space();
      if (peek() != ',') {
        break;
      }
      comma = true;
      at++;
    }
    if (items.isEmpty() && end < 0) {
      throw new NoLiteral();
    }
    return comma || items.isEmpty() ? new Written.Sequence(items, place) : items.getFirst();
  }

  private Written value() {
    if (++depth > DEEPEST) {
      throw new NoLiteral();
    }
    space();
    int c = peek();
    Written value =
        switch (c) {
          case '[' -> {
            at++;
            yield sequence(']', new ArrayList<>());
          }
          case '{' -> braces();
          case '(' -> {
            at++;
            Written inside = tuple(')');
            space();
            expect(')');
            yield inside;
          }
          case '\'', '"' -> strings();
          case '-', '+' -> {
            at++;
            space();
            Written.Scalar number = number();
            yield c == '+' ? number : new Written.Scalar("-" + number.text(), true, place);
          }
          default -> c >= '0' && c <= '9' || c == '.' ? number() : word();
        };
    depth--;
    return value;
  }

  private Written sequence(char end, List<Written> items) {
    for (space(); peek() != end; space()) {
      items.add(value());
      space();
      if (peek() != end) {
        expect(',');
      }
    }
    at++;
    return new Written.Sequence(items, place);
  }

  /** A dictionary, or a set when no colon follows the first value. */
  private Written braces() {
    at++;
    space();
    if (peek() == '}') {
      at++;
      return new Written.Mapping(Map.of(), place);
    }
    Written first = value();
    space();
    if (peek() != ':') {
      if (peek() != '}') {
        expect(',');
      }
      return sequence('}', new ArrayList<>(List.of(first)));
    }
    Map<String, Written.Entry> entries = new LinkedHashMap<>();
    while (true) {
      if (!(first instanceof Written.Scalar key)) {
        throw new NoLiteral();
      }
      expect(':');
      entries.put(key.text(), new Written.Entry(place, value()));
      space();
      if (peek() != '}') {
        expect(',');
        space();
      }
      if (peek() == '}') {
        at++;
        return new Written.Mapping(entries, place);
      }
      first = value();
      space();
    }
  }

  private Written.Scalar number() {
    Matcher form = NUMBER.matcher(text).region(at, text.length());
    if (!form.lookingAt()) {
      throw new NoLiteral();
    }
    at = form.end();
    int next = peek();
    if (next >= '0' && next <= '9' || next == '_' || next == '.' || Character.isLetter(next)) {
      throw new NoLiteral();
    }
    String digits = form.group().replace("_", "");
    if (digits.length() > 2 && digits.charAt(0) == '0' && Character.isLetter(digits.charAt(1))) {
      int radix =
          switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
          };
      if (radix != 10) {
        digits = new BigInteger(digits.substring(2), radix).toString();
      }
    }
    // YAML, by whose rules numbers without quotes are looked at later on, knows none without a
    // point.
    boolean pointless = digits.matches("[0-9]+[eE].*");
    return new Written.Scalar(
        pointless ? PlainScalar.pythonText(Double.parseDouble(digits)) : digits, true, place);
  }

  private Written word() {
    Matcher form = WORD.matcher(text).region(at, text.length());
    if (!form.lookingAt()) {
      throw new NoLiteral();
    }
    int after = form.end();
    boolean string = after < text.length() && "'\"".indexOf(text.charAt(after)) >= 0;
    if (string) {
      return strings();
    }
    at = after;
    return switch (form.group()) {
      case "True" -> new Written.Scalar("True", true, place);
      case "False" -> new Written.Scalar("False", true, place);
      case "None" -> new Written.Nothing(place);
      default -> throw new NoLiteral();
    };
  }

  /** Strings that stand beside each other are one. */
  private Written strings() {
    StringBuilder whole = new StringBuilder();
    do {
      string(whole);
      space();
    } while (peek() == '\'' || peek() == '"');
    return new Written.Scalar(whole.toString(), false, place);
  }

  private void string(StringBuilder into) {
    Matcher form = WORD.matcher(text).region(at, text.length());
    boolean raw = false;
    if (form.lookingAt()) {
      String prefix = form.group().toLowerCase(Locale.ROOT);
      if (!List.of("r", "u", "b", "br", "rb").contains(prefix)) {
        throw new NoLiteral();
      }
      raw = prefix.contains("r");
      at = form.end();
    }
    int quote = peek();
    String mark = String.valueOf((char) quote);
    String end = text.startsWith(mark.repeat(3), at) ? mark.repeat(3) : mark;
    at += end.length();
    while (!text.startsWith(end, at)) {
      int c = peek();
      if (c < 0) {
        throw new NoLiteral();
      }
      if (c == '\\' && at + 1 < text.length()) {
        escape(raw, into);
      } else {
        into.append((char) c);
        at++;
      }
    }
    at += end.length();
  }

  private void escape(boolean raw, StringBuilder into) {
    char c = text.charAt(at + 1);
    if (raw) {
      into.append('\\').append(c);
      at += 2;
      return;
    }
    at += 2;
    switch (c) {
      case '\\', '\'', '"' -> into.append(c);
      case 'n' -> into.append('\n');
      case 't' -> into.append('\t');
      case 'r' -> into.append('\r');
      case 'a' -> into.append('\u0007');
      case 'b' -> into.append('\b');
      case 'f' -> into.append('\f');
      case 'v' -> into.append('\u000b');
      case 'x' -> into.appendCodePoint(hexadecimal(2));
      case 'u' -> into.appendCodePoint(hexadecimal(4));
      case 'U' -> into.appendCodePoint(hexadecimal(8));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        int end = at;
        while (end < text.length() && end < at + 2 && "01234567".indexOf(text.charAt(end)) >= 0) {
          end++;
        }
        into.appendCodePoint(Integer.parseInt(text.substring(at - 1, end), 8));
        at = end;
      }
      default -> into.append('\\').append(c);
    }
  }

  private int hexadecimal(int digits) {
    if (at + digits > text.length()) {
      throw new NoLiteral();
    }
    try {
      int point = Integer.parseInt(text.substring(at, at + digits), 16);
      at += digits;
      if (!Character.isValidCodePoint(point)) {
        throw new NoLiteral();
      }
      return point;
    } catch (NumberFormatException e) {
      throw new NoLiteral();
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw new NoLiteral();
    }
    at++;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private void space() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }
}
