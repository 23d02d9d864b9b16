package io.quorate.inventory.form;

import io.quorate.inventory.Inventory.Firewall.Port;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.yaml.Written;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values as Ansible's INI holds them: Python literals, or a bare text where that means itself. */
final class PythonText {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./@:+~-]+");
  private static final Place NOWHERE = new Place("", 1, 1);

  private PythonText() {}

  /** A value behind an equals sign. */
  static String value(Object value) {
    return value instanceof String text && isBare(text) ? text : literal(value);
  }

  private static boolean isBare(String text) {
    return BARE.matcher(text).matches()
        && PythonLiteral.read(text, NOWHERE) instanceof Written.Scalar scalar
        && !scalar.plain()
        && scalar.text().equals(text);
  }

  private static String literal(Object value) {
    return switch (value) {
      case Boolean truth -> truth ? "True" : "False";
      case Number number -> number.toString();
      case Port port ->
          literal(Map.of("name", port.name())).replace("}", ", 'port': ") + port.port() + "}";
      case List<?> list ->
          list.stream().map(PythonText::literal).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> string(String.valueOf(e.getKey())) + ": " + literal(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> string(String.valueOf(value));
    };
  }

  private static String string(String text) {
    StringBuilder quoted = new StringBuilder("'");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\'' -> quoted.append("\\'");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                  if (c >= ' ' && c < 0x7f || c >= 0xa0 && Character.isLetterOrDigit(c)) {
                    quoted.appendCodePoint(c);
                  } else if (c <= 0xffff) {
                    quoted.append(String.format("\\u%04x", c));
                  } else {
                    quoted.append(String.format("\\U%08x", c));
                  }
                }
              }
            });
    return quoted.append('\'').toString();
  }
}
