package io.quorate.inventory.yaml;

import io.quorate.inventory.Inventory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values as YAML that Ansible and we ourselves read back as what they were. */
public final class YamlWriter {
  /** What no YAML version takes for anything but text. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@+-]*");

  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  /**
   * A value of Ansible Vault.
   *
   * @param lines of it
   */
  public record Sealed(String lines) {}

  /** Stands for a key with nothing behind it. */
  public static final Object NOTHING =
      new Object() {
        @Override
        public String toString() {
          return "";
        }
      };

  private final StringBuilder out = new StringBuilder();
  private final int step;

  private YamlWriter(int step) {
    this.step = step;
  }

  /** A mapping, one key a line, without indentation; empty when it has none. */
  public static String block(Map<?, ?> map) {
    YamlWriter writer = new YamlWriter(2);
    writer.mapping(map, 0);
    return writer.out.toString();
  }

  /** {@code key: value}, with what does not fit into the line below it. */
  public static String entry(String key, Object value, int indent) {
    return entry(key, value, indent, 2);
  }

  /**
   * @param step by how many spaces what is below a key is indented
   */
  public static String entry(String key, Object value, int indent, int step) {
    YamlWriter writer = new YamlWriter(step);
    writer.keyed(key, value, indent);
    return writer.out.toString();
  }

  /** An item of a list, its dash at an indentation. */
  public static String item(Object value, int indent, int step) {
    YamlWriter writer = new YamlWriter(step);
    writer.dashed(value, indent);
    return writer.out.toString();
  }

  /** A value in one line, in brackets where it has parts. */
  public static String flow(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> text(String.valueOf(e.getKey())) + ": " + flow(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream().map(YamlWriter::flow).collect(Collectors.joining(", ", "[", "]"));
      default -> inline(value);
    };
  }

  static boolean isWord(String text) {
    return WORDS.contains(text.toLowerCase(Locale.ROOT));
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
        mapping(map, indent + step);
      }
      case List<?> list when !list.isEmpty() -> {
        out.append('\n');
        list.forEach(item -> dashed(item, indent + step));
      }
      case Sealed sealed -> {
        out.append(" !vault |\n");
        sealed
            .lines()
            .lines()
            .forEach(line -> out.repeat(' ', indent + step).append(line.strip()).append('\n'));
      }
      default -> {
        String line = inline(value);
        out.append(line.isEmpty() ? "" : " ").append(line).append('\n');
      }
    }
  }

  private void dashed(Object item, int indent) {
    out.repeat(' ', indent).append('-');
    below(item, indent);
  }

  private static String inline(Object value) {
    return switch (value) {
      case Map<?, ?> map -> "{}";
      case List<?> list -> "[]";
      case String text -> text(text);
      case Sealed sealed -> "!vault " + text(sealed.lines());
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
  public static String text(String text) {
    if (SAFE.matcher(text).matches() && !isWord(text)) {
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
