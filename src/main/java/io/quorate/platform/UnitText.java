package io.quorate.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Command lines and variables as systemd reads them (systemd.service(5), systemd.exec(5)). */
public final class UnitText {
  private UnitText() {}

  /** A command for ExecStart, a flag a line. */
  public static String command(String program, List<String> flags) {
    return Stream.concat(Stream.of(program), flags.stream().map(UnitText::word))
        .collect(Collectors.joining(" \\\n  "));
  }

  /**
   * The words that the process of a unit is started with: its ExecStart, read as systemd does.
   * Empty where escapes would have to be known.
   */
  public static List<String> words(String unit) {
    String line = unit.replace("\\\n", " ");
    int at = line.indexOf("\nExecStart=");
    if (at < 0) {
      return List.of();
    }
    int from = at + "\nExecStart=".length();
    int to = line.indexOf('\n', from);
    return split(line.substring(from, to < 0 ? line.length() : to));
  }

  private static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean escape = quoted && c == '\\' && i + 1 < line.length();
      if (escape) {
        word.append(line.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        inWord = true;
      } else if (c == '\\' || c == '\'') {
        return List.of();
      } else if (quoted || !Character.isWhitespace(c)) {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        words.add(plain(word));
        word.setLength(0);
        inWord = false;
      }
    }
    if (inWord) {
      words.add(plain(word));
    }
    return words;
  }

  private static String plain(CharSequence word) {
    return word.toString().replace("%%", "%").replace("$$", "$");
  }

  /** The text of an EnvironmentFile, sorted by name. */
  public static String environment(Map<String, ?> variables) {
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
