package io.quorate.inventory.setting;

import io.quorate.inventory.Problem;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Values as one types them into a single field. */
final class Typed {
  private static final Pattern ITEMS = Pattern.compile("\\s*[,\\n]\\s*");

  /** A flag's value may hold commas, so only one before the next flag separates. */
  private static final Pattern FLAGS = Pattern.compile("\\s*\\n\\s*|\\s*,\\s*(?=--)");

  /** As may a variable's, so only one before the next name separates. */
  private static final Pattern PAIRS = Pattern.compile("\\s*\\n\\s*|\\s*,\\s*(?=[^\\s,=]+=)");

  private Typed() {}

  /** The value that a text means for a setting of this kind. */
  static Written read(Setting setting, String text, List<Problem> problems) {
    String trimmed = text.strip();
    return switch (setting.kind()) {
      case TEXT, NUMBER, FLAG, CHOICE, VERSION -> new Written.Scalar(trimmed, false, null);
      case LIST -> items(trimmed, setting.isFlags() ? FLAGS : ITEMS);
      case PORTS -> items(trimmed, ITEMS);
      case MAP -> pairs(setting, trimmed, problems);
      case TREE -> tree(setting, trimmed, problems);
    };
  }

  private static Written items(String text, Pattern separator) {
    List<Written> items = new ArrayList<>();
    for (String item : separator.split(text)) {
      if (!item.isBlank()) {
        items.add(new Written.Scalar(item.strip(), false, null));
      }
    }
    return new Written.Sequence(items, null);
  }

  private static Written pairs(Setting setting, String text, List<Problem> problems) {
    Map<String, Written.Entry> entries = new LinkedHashMap<>();
    for (String pair : PAIRS.split(text)) {
      int equals = pair.indexOf('=');
      if (pair.isBlank()) {
        continue;
      }
      if (equals < 1) {
        problems.add(
            Problem.error(
                setting.key(),
                "\"" + pair.strip() + "\" is not a pair.",
                "Write NAME=value, one a line; for example " + setting.example() + "."));
        continue;
      }
      entries.put(
          pair.substring(0, equals).strip(),
          new Written.Entry(
              null, new Written.Scalar(pair.substring(equals + 1).strip(), false, null)));
    }
    return new Written.Mapping(entries, null);
  }

  private static Written tree(Setting setting, String text, List<Problem> problems) {
    List<Problem> found = new ArrayList<>();
    Written read = text.isEmpty() ? null : YamlReader.read(text, setting.key(), found);
    for (Problem problem : found) {
      String line = problem.place() == null ? "" : "Line " + problem.place().line() + ": ";
      problems.add(Problem.error(setting.key(), line + problem.what(), problem.remedy()));
    }
    return read == null ? new Written.Mapping(Map.of(), null) : read;
  }
}
