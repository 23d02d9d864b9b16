package io.quorate.console;

import io.quorate.inventory.Problem;
import io.quorate.wizard.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fields of a page: asked one after the other, or shown as a list of which any is changed. */
final class FormQuestions<W> {

  private static final List<String> WORDS = List.of("?", "back", "default");
  private static final List<String> COMMANDS = List.of("?", "back", "default", "");

  private final FormTalk<W> at;

  FormQuestions(FormTalk<W> at) {
    this.at = at;
  }

  private List<Field> fields() {
    return at.form().fields();
  }

  /** All fields in their order; {@code back} goes to the one before. */
  Direction askAll() {
    at.talk().say("Enter keeps what stands in brackets; ? explains, back goes back.");
    int index = 0;
    while (index < fields().size()) {
      Direction direction = ask(fields().get(index));
      index += direction == Direction.ON ? 1 : -1;
      if (index < 0) {
        return Direction.BACK;
      }
    }
    // What the answers come to is seen before one goes on.
    return at.form().picture().isEmpty() && at.mayLeave() ? Direction.ON : list();
  }

  /** A numbered list, of which any can be changed. */
  Direction list() {
    while (true) {
      List<Field> fields = fields();
      for (int i = 0; i < fields.size(); i++) {
        at.talk().say("  " + (i + 1) + ". " + fields.get(i).label() + ": " + shown(fields.get(i)));
      }
      at.form().picture().forEach(at.talk()::say);
      String answer =
          at.talk()
              .ask("Enter to go on, a number to change, ? and a number for help, back: ", WORDS)
              .strip();
      if (answer.equals("back")) {
        return Direction.BACK;
      }
      if (answer.isEmpty()) {
        if (at.mayLeave()) {
          return Direction.ON;
        }
        continue;
      }
      choose(answer, fields);
    }
  }

  private void choose(String answer, List<Field> fields) {
    String digits = answer.replaceFirst("^\\?\\s*", "");
    int number = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : 0;
    if (number < 1 || number > fields.size()) {
      at.talk().say("error: " + answer + " is not a number from 1 to " + fields.size() + ".");
    } else if (answer.startsWith("?")) {
      help(fields.get(number - 1));
    } else {
      ask(fields.get(number - 1));
    }
  }

  /** Until the answer is none that is refused, or the person goes back. */
  private Direction ask(Field field) {
    while (true) {
      boolean hidden = field.kind() == Field.Kind.SECRET && !field.isToken();
      String given =
          hidden
              ? at.talk().secret(field.label() + " [" + shown(field) + "]").reveal()
              : at.talk().ask(prompt(field), words(field));
      // A password may begin or end with a blank; a word that commands does not.
      String answer = hidden && !COMMANDS.contains(given.strip()) ? given : given.strip();
      switch (answer) {
        case "?" -> help(field);
        case "back" -> {
          return Direction.BACK;
        }
        case "" -> {
          if (holds(field)) {
            return Direction.ON;
          }
        }
        case "default" -> {
          if (hidden) {
            edit(field, "");
            return Direction.ON;
          }
          at.take(at.form().restore(field.key()));
          return Direction.ON;
        }
        default -> {
          if (typed(field, answer)) {
            return Direction.ON;
          }
        }
      }
    }
  }

  private boolean typed(Field field, String answer) {
    String text = answer;
    if (field.kind() == Field.Kind.SWITCH) {
      switch (answer.toLowerCase(Locale.ROOT)) {
        case "y", "yes", "true" -> text = "true";
        case "n", "no", "false" -> text = "false";
        default -> {
          at.talk().say("error: please answer yes or no.");
          return false;
        }
      }
    }
    edit(field, text);
    return holds(field);
  }

  private void edit(Field field, String text) {
    at.take(at.form().edit(field.key(), text));
  }

  private boolean holds(Field field) {
    List<Problem> problems = at.form().problemsAt(field.key());
    problems.forEach(at::say);
    return problems.stream().noneMatch(Problem::isError);
  }

  private String prompt(Field field) {
    String choices =
        field.kind() == Field.Kind.CHOICE
            ? " ("
                + String.join(", ", field.choices().stream().map(Field.Choice::value).toList())
                + ")"
            : field.kind() == Field.Kind.SWITCH ? " (yes, no)" : "";
    return field.label() + choices + " [" + shown(field) + "]: ";
  }

  private String shown(Field field) {
    String value = at.form().value(field.key());
    return switch (field.kind()) {
      case SWITCH -> value.equals("true") ? "yes" : "no";
      case SECRET -> value.isEmpty() ? "" : "(hidden)";
      case TEXT, CHOICE -> value + note(field, value);
    };
  }

  /** Such as a version's end of support, or why another default is taken. */
  private String note(Field field, String value) {
    String note = at.form().note(field.key());
    return field.choices().stream()
        .filter(c -> !c.note().isEmpty())
        .filter(c -> value.equals(c.value()) || value.startsWith(c.value() + "."))
        .map(c -> ", " + c.note())
        .findFirst()
        .orElse(note.isEmpty() ? "" : ", " + note);
  }

  private static List<String> words(Field field) {
    List<String> words = new ArrayList<>(WORDS);
    field.choices().forEach(c -> words.add(c.value()));
    if (field.kind() == Field.Kind.SWITCH) {
      words.addAll(List.of("yes", "no"));
    }
    return words;
  }

  private void help(Field field) {
    HelpLines.of(at.form().help(field.key())).forEach(at.talk()::say);
    field.choices().stream()
        .filter(c -> !c.note().isEmpty())
        .forEach(c -> at.talk().say("  " + c.value() + ": " + c.note()));
  }
}
