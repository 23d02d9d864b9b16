package io.quorate.platform;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Nested maps as a TOML document; maps inside of lists become inline tables. */
public final class Toml {

  private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

  private Toml() {}

  public static String write(Map<String, ?> document) {
    StringBuilder out = new StringBuilder();
    table("", document, out);
    return out.toString();
  }

  /** Its own values first: after a header of a table below, they would belong to that one. */
  private static void table(String path, Map<?, ?> table, StringBuilder out) {
    boolean empty = table.isEmpty();
    boolean values = table.values().stream().anyMatch(v -> !(v instanceof Map));
    if (!path.isEmpty() && (values || empty)) {
      out.append(out.isEmpty() ? "" : "\n").append('[').append(path).append("]\n");
    }
    table.forEach(
        (key, value) -> {
          if (!(value instanceof Map)) {
            out.append(key(key)).append(" = ").append(value(value)).append('\n');
          }
        });
    table.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            table(path.isEmpty() ? key(key) : path + "." + key(key), inner, out);
          }
        });
  }

  private static String key(Object key) {
    String text = key.toString();
    return BARE_KEY.matcher(text).matches() ? text : text(text);
  }

  private static String value(Object value) {
    return switch (value) {
      case Boolean b -> b.toString();
      case Number n -> n.toString();
      case List<?> list ->
          list.stream().map(Toml::value).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> key(e.getKey()) + " = " + value(e.getValue()))
              .collect(Collectors.joining(", ", "{ ", " }"));
      default -> text(value.toString());
    };
  }

  private static String text(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
