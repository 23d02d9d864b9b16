package io.quorate.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Values as YAML that Ansible and we ourselves read back as what they were. */
final class YamlWriter {
  /** What no YAML version takes for anything but text. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@+-]*");

  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /** A mapping, one key a line, without indentation; empty when it has none. */
  static String block(Map<?, ?> map) {
    YamlWriter writer = new YamlWriter();
    writer.mapping(map, 0);
    return writer.out.toString();
  }

  /** {@code key: value}, with what does not fit into the line below it. */
  static String entry(String key, Object value, int indent) {
    YamlWriter writer = new YamlWriter();
    writer.keyed(key, value, indent);
    return writer.out.toString();
  }

  private void mapping(Map<?, ?> map, int indent) {
    map.forEach((key, value) -> keyed(String.valueOf(key), value, indent));
  }

  private void keyed(String key, Object value, int indent) {
    out.repeat(' ', indent).append(text(key)).append(':');
    below(value, indent);
  }

  /** What follows a colon or a dash that stands at an indentation. */
  private void below(Object value, int indent) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        out.append('\n');
        mapping(map, indent + 2);
      }
      case List<?> list when !list.isEmpty() -> {
        out.append('\n');
        for (Object item : list) {
          out.repeat(' ', indent + 2).append('-');
          below(item, indent + 2);
        }
      }
      default -> out.append(' ').append(inline(value)).append('\n');
    }
  }

  private static String inline(Object value) {
    return switch (value) {
      case Map<?, ?> map -> "{}";
      case List<?> list -> "[]";
      case String text -> text(text);
      case Inventory.Firewall.Port port ->
          "{name: " + text(port.name()) + ", port: " + port.port() + "}";
      case Double number -> fraction(number);
      default -> String.valueOf(value);
    };
  }

  /** YAML 1.1 takes 1.0E10 for text; it wants a sign in the exponent. */
  private static String fraction(double number) {
    return String.valueOf(number).replaceFirst("E(\\d)", "E+$1");
  }

  /** A text, in quotes when something else could be read in it. */
  static String text(String text) {
    if (SAFE.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> escape(c, quoted));
    return quoted.append('"').toString();
  }

  private static void escape(int c, StringBuilder into) {
    switch (c) {
      case '"' -> into.append("\\\"");
      case '\\' -> into.append("\\\\");
      case '\n' -> into.append("\\n");
      case '\t' -> into.append("\\t");
      default -> {
        if (c >= ' ' && c < 0x7f || c >= 0xa0 && Character.isLetterOrDigit(c)) {
          into.appendCodePoint(c);
        } else if (c <= 0xffff) {
          into.append(String.format("\\u%04X", c));
        } else {
          into.append(String.format("\\U%08X", c));
        }
      }
    }
  }
}
