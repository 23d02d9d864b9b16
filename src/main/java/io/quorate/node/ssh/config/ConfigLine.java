package io.quorate.node.ssh.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of an ssh_config file, taken apart as OpenSSH does it.
 *
 * @param number counted from 1; 0: the file as a whole
 * @param keyword as it is written; empty when {@code fault} says all there is
 * @param fault the rest of a sentence about the line; null: it can be read
 * @param included the lines of the files that it includes
 */
record ConfigLine(
    Path file,
    int number,
    String keyword,
    List<String> arguments,
    @Nullable String fault,
    List<ConfigLine> included) {

  ConfigLine {
    arguments = List.copyOf(arguments);
    included = List.copyOf(included);
  }

  /** Null for a comment, and where there is nothing. */
  static @Nullable ConfigLine parse(String text, Path file, int number) {
    String line = text.strip();
    if (line.isEmpty() || line.startsWith("#")) {
      return null;
    }
    int end = 0;
    while (end < line.length() && " \t\f\r\"'=".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    String keyword = line.substring(0, end);
    String rest = line.substring(end).stripLeading();
    if (rest.startsWith("=")) {
      rest = rest.substring(1);
    }
    List<String> arguments = new ArrayList<>();
    String fault = split(rest, arguments);
    return new ConfigLine(file, number, keyword, arguments, fault, List.of());
  }

  /** What is wrong with a file as a whole. */
  static ConfigLine faulty(Path file, String fault) {
    return new ConfigLine(file, 0, "", List.of(), fault, List.of());
  }

  /** Words, in quotes where there are blanks in them; a backslash keeps what it precedes. */
  private static @Nullable String split(String text, List<String> words) {
    int i = 0;
    while (true) {
      while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
        i++;
      }
      if (i == text.length() || text.charAt(i) == '#') {
        return null;
      }
      StringBuilder word = new StringBuilder();
      char quote = 0;
      for (; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean blank = Character.isWhitespace(c);
        if (c == '\\' && i + 1 < text.length() && isKept(text.charAt(i + 1), quote)) {
          i++;
          word.append(text.charAt(i));
        } else if (quote == 0 && blank) {
          break;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      }
      if (quote != 0) {
        return "has a quotation mark that does not end";
      }
      words.add(word.toString());
    }
  }

  private static boolean isKept(char c, char quote) {
    return c == '"' || c == '\'' || c == '\\' || (quote == 0 && c == ' ');
  }

  ConfigLine including(List<ConfigLine> lines) {
    return new ConfigLine(file, number, keyword, arguments, fault, lines);
  }

  ConfigLine faulty(String reason) {
    return new ConfigLine(file, number, keyword, arguments, reason, included);
  }

  /** The keyword in lower case: it counts in any. */
  String key() {
    return keyword.toLowerCase(Locale.ROOT);
  }

  /** A text for people's eyes, in one line. */
  static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  String place() {
    return number == 0 ? file.toString() : file + " line " + number;
  }
}
