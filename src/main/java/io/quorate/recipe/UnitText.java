package io.quorate.recipe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Command lines and variables as systemd reads them (systemd.service(5), systemd.exec(5)). */
final class UnitText {
  private UnitText() {}

  /** A command for ExecStart, a flag a line. */
  static String command(String program, List<String> flags) {
    return Stream.concat(Stream.of(program), flags.stream().map(UnitText::word))
        .collect(Collectors.joining(" \\\n  "));
  }

  /** The text of an EnvironmentFile, sorted by name. */
  static String environment(Map<String, ?> variables) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(variables)
        .forEach(
            (name, value) ->
                text.append(name)
                    .append("=\"")
                    .append(value.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\"\n"));
    return text.toString();
  }

  /** One argument as it is: no specifier, no variable, no splitting. */
  private static String word(String flag) {
    String plain = flag.replace("%", "%%").replace("$", "$$");
    boolean quoted =
        plain.chars().anyMatch(c -> Character.isWhitespace(c) || "\"'\\;".indexOf(c) >= 0);
    return quoted ? '"' + plain.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : plain;
  }
}
