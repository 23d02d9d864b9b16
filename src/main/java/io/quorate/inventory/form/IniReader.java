package io.quorate.inventory.form;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.ShellWords;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.AnsibleGroups.Group;
import io.quorate.inventory.ansible.HostPattern;
import io.quorate.inventory.ansible.SecretLines;
import io.quorate.inventory.yaml.Written;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ansible's INI inventory (docs.ansible.com, ansible.builtin.ini): hosts with variables, {@code
 * [group]}, {@code [group:children]} and {@code [group:vars]}.
 *
 * <p>Values mean what Ansible makes of them: Python literals wherever they stand, else texts. A #
 * ends a host's line; in {@code :vars} everything behind the = is the value.
 */
final class IniReader {
  private static final Pattern SECTION =
      Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?]\\s*(?:#.*)?");
  private static final Pattern CHILD = Pattern.compile("([^:\\]\\s]+)\\s*(?:#.*)?");
  private static final Pattern LINES = Pattern.compile("\\r\\n|[\\n\\r\\u000b\\u000c\\u0085]");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_]\\w*");

  private static final int MOST_VALUES = 100_000;

  private final AnsibleGroups groups;
  private final String file;
  private final List<Problem> problems;
  private final Map<String, Place> varsOf = new LinkedHashMap<>();
  private final Map<String, Place> childrenNamed = new LinkedHashMap<>();
  private final Set<String> declared = new LinkedHashSet<>();
  private Group group;
  private String kind = "hosts";
  private int number;
  private int values;

  private IniReader(String file, AnsibleGroups groups, List<Problem> problems) {
    this.file = file;
    this.groups = groups;
    this.problems = problems;
    groups.groups().forEach(before -> declared.add(before.name));
    this.group = groups.declare(AnsibleGroups.UNGROUPED, new Place(file, 1, 1));
    declared.add(AnsibleGroups.ALL);
    declared.add(AnsibleGroups.UNGROUPED);
  }

  /** Adds a file to what was read before. */
  static void add(String text, String file, AnsibleGroups groups, List<Problem> problems) {
    IniReader reader = new IniReader(file, groups, problems);
    for (String line : LINES.split(text)) {
      reader.number++;
      if (!reader.line(line) || reader.hasTooMany()) {
        break;
      }
    }
    reader.undeclared();
  }

  private boolean hasTooMany() {
    if (values > MOST_VALUES) {
      refuse(
          0,
          "The file has more than " + MOST_VALUES + " values.",
          "That is not an inventory: a thousand hosts have 3000. Check the file's name.");
    }
    return values > MOST_VALUES;
  }

  /** False when it makes no sense to read on. */
  private boolean line(String whole) {
    String line = whole.strip();
    if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
      return true;
    }
    int column = whole.indexOf(line);
    Matcher section = SECTION.matcher(line);
    if (section.matches()) {
      section(section.group(1), section.group(2) == null ? "hosts" : section.group(2), column);
    } else if (line.startsWith("[") && line.endsWith("]")) {
      refuse(
          column,
          "This is not a section.",
          "Write [group], [group:children] or [group:vars], one bracket on each side, no spaces.");
      kind = "";
    } else if (line.startsWith("[") && line.indexOf(']') < 0) {
      refuse(column, "The bracket is opened here and not closed.", "Close it with ].");
      kind = "";
    } else if (looksLikeYaml(line)) {
      refuse(column, "This looks like YAML.", "Name the file .yaml, or write [group] and hosts.");
      return false;
    } else {
      switch (kind) {
        case "hosts" -> host(line, column);
        case "vars" -> variable(line, column);
        case "children" -> child(line, column);
        default -> {}
      }
    }
    return true;
  }

  private boolean looksLikeYaml(String line) {
    return kind.equals("hosts") && (line.equals("---") || line.split("\\s", 2)[0].endsWith(":"));
  }

  private void section(String name, String what, int column) {
    kind = what;
    if (!List.of("hosts", "vars", "children").contains(what)) {
      refuse(
          column,
          "A section [" + Problem.shown(name + ":" + what) + "] is not known.",
          "Write [group], [group:children] or [group:vars].");
      return;
    }
    Place place = place(column);
    group = groups.declare(name, place);
    if (what.equals("vars")) {
      varsOf.putIfAbsent(name, place);
      group.variablesPlace = group.variablesPlace == null ? place : group.variablesPlace;
    } else {
      declared.add(name);
    }
  }

  private void host(String line, int column) {
    List<ShellWords.Word> words;
    try {
      words = ShellWords.split(line);
    } catch (ShellWords.UnfinishedException e) {
      refuse(column + e.column(), e.getMessage() + ".", "Close the quote, or take the sign out.");
      return;
    }
    if (words.isEmpty() || words.getFirst().text().isEmpty()) {
      refuse(column, "A host's name is wanted here.", "Write name key=value key=value.");
      return;
    }
    String pattern = words.getFirst().text();
    if (isAssignment(words)) {
      refuse(
          column,
          "\"" + Problem.shown(name(pattern)) + "\" is set here, where a host's name is wanted.",
          "Variables stand below [all:vars]"
              + (group.name.equals(AnsibleGroups.UNGROUPED)
                  ? "."
                  : ", those of this group below [" + group.name + ":vars]."));
      return;
    }
    Map<String, Written.Entry> variables = variables(words, column);
    String fault = groups.addHosts(group, pattern, place(column), variables);
    if (fault != null) {
      refuse(column, fault, HostPattern.ADVICE);
    }
  }

  /** Whether a line is {@code name=value}, with blanks around the sign or without. */
  private static boolean isAssignment(List<ShellWords.Word> words) {
    return words.getFirst().text().indexOf('=') > 0 || isBeforeSign(words, 0);
  }

  /** Whether the next word is the sign behind a name, or begins with it. */
  private static boolean isBeforeSign(List<ShellWords.Word> words, int index) {
    return index + 1 < words.size()
        && VARIABLE.matcher(words.get(index).text()).matches()
        && words.get(index + 1).text().startsWith("=");
  }

  private static String name(String assignment) {
    return assignment.replaceFirst("=.*", "");
  }

  private Map<String, Written.Entry> variables(List<ShellWords.Word> words, int column) {
    Map<String, Written.Entry> variables = new LinkedHashMap<>();
    // A password with a blank in it goes on behind it.
    boolean secretBefore = false;
    for (int i = 1; i < words.size(); i++) {
      ShellWords.Word word = words.get(i);
      int equals = word.text().indexOf('=');
      if (isBeforeSign(words, i)) {
        refuse(
            column + word.column(),
            "There is a blank before the = of " + Problem.shown(word.text()) + ".",
            "On a host's line stands key=value, without blanks around the sign.");
        i += words.get(i + 1).text().equals("=") ? 2 : 1;
      } else if (equals < 1) {
        refuse(
            column + word.column(),
            (secretBefore ? "This" : "\"" + Problem.shown(word.text()) + "\"")
                + " is not of the form key=value.",
            "Behind a host's name stand pairs of key=value; put a value with spaces in quotes.");
      } else {
        variables.put(
            word.text().substring(0, equals),
            entry(
                word.text().substring(equals + 1),
                column + word.column(),
                column + word.column() + equals + 1));
      }
      secretBefore = secretBefore || SecretLines.isSecret(name(word.text()));
    }
    return variables;
  }

  private void variable(String line, int column) {
    int equals = line.indexOf('=');
    if (equals < 1) {
      refuse(
          column,
          "\"" + shown(line) + "\" is not of the form key=value.",
          "In [" + group.name + ":vars] each line is key=value.");
      return;
    }
    String value = line.substring(equals + 1);
    int indent = value.length() - value.stripLeading().length();
    group.variables.put(
        line.substring(0, equals).strip(),
        entry(value.strip(), column, column + equals + 1 + indent));
  }

  private void child(String line, int column) {
    Matcher name = CHILD.matcher(line);
    if (!name.matches() || line.contains("=")) {
      refuse(
          column,
          "\"" + shown(line) + "\" is not a valid group name.",
          "In [" + group.name + ":children] each line is the name of a group.");
      return;
    }
    group.children.add(name.group(1));
    childrenNamed.putIfAbsent(name.group(1), place(column));
  }

  private void undeclared() {
    varsOf.forEach(
        (name, place) -> {
          if (!declared.contains(name) && !childrenNamed.containsKey(name)) {
            problems.add(
                Problem.error(
                        name,
                        "Variables of a group \"" + Problem.shown(name) + "\" that is not there.",
                        "Write a section [" + Problem.shown(name) + "] with its hosts.")
                    .at(place));
          }
        });
    childrenNamed.forEach(
        (name, place) -> {
          if (!declared.contains(name)) {
            problems.add(
                Problem.error(
                        name,
                        "There is no group \"" + Problem.shown(name) + "\".",
                        "Write a section [" + Problem.shown(name) + "], or take it out here.")
                    .at(place));
          }
        });
  }

  private Written.Entry entry(String value, int keyColumn, int valueColumn) {
    values++;
    return new Written.Entry(place(keyColumn), PythonLiteral.read(value, place(valueColumn)));
  }

  private static String shown(String line) {
    return Problem.shown(SecretLines.hidden(line, ""));
  }

  private Place place(int column) {
    return new Place(file, number, column + 1);
  }

  private void refuse(int column, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(place(column)));
  }
}
