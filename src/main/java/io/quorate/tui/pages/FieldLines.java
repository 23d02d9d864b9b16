package io.quorate.tui.pages;

import io.quorate.inventory.Problem;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Choice;
import io.quorate.tui.widget.TextField;
import io.quorate.tui.widget.Toggle;
import io.quorate.wizard.Field;
import io.quorate.wizard.Form;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a form: one a field, and below it what is wrong with it.
 *
 * @param focused the field with the focus; behind the last: none
 */
record FieldLines(Form<?> form, CursorPosition spot, List<Line> lines, int focused) {

  private static final int LABEL = 24;

  /** Of what stands in a field; a longer text takes more, where there is room. */
  private static final int USUAL = 54;

  private static final int BESIDE_NOTE = 16;

  /** A line: of a field, or of a problem of the field before it. */
  private sealed interface Line {
    record Of(int item, Field field) implements Line {}

    record Wrong(String text, boolean error, boolean first) implements Line {}
  }

  static FieldLines of(Form<?> form, CursorPosition spot, int width) {
    List<Field> fields = form.fields();
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      lines.add(new Line.Of(i, fields.get(i)));
      for (Problem problem : form.problemsAt(fields.get(i).key())) {
        List<String> wrapped =
            Columns.wrap(problem.what() + " " + problem.remedy(), width - LABEL - 3);
        for (int j = 0; j < wrapped.size(); j++) {
          lines.add(new Line.Wrong(wrapped.get(j), problem.isError(), j == 0));
        }
      }
    }
    return new FieldLines(form, spot, lines, spot.item());
  }

  /** The first line in view: the focused field and its problems are in it. */
  private int top(int height) {
    int at = 0;
    int end = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i) instanceof Line.Of of && of.item() <= focused) {
        at = i;
        end = i;
      } else if (lines.get(i) instanceof Line.Wrong && end == i - 1) {
        end = i;
      }
    }
    int most = Math.max(0, lines.size() - height);
    int least = Math.min(at, Math.max(0, end - height + 1));
    return Math.clamp(Math.max(least, at - height / 2), 0, most);
  }

  /** The field at a line of the drawn form; -1 when there is none. */
  int itemAt(int y, int height) {
    int line = top(height) + y;
    return y >= 0 && y < height && line < lines.size() && lines.get(line) instanceof Line.Of of
        ? of.item()
        : -1;
  }

  void draw(Canvas canvas) {
    int top = top(canvas.height());
    for (int y = 0; y < canvas.height() && top + y < lines.size(); y++) {
      switch (lines.get(top + y)) {
        case Line.Of of -> draw(canvas, y, of);
        case Line.Wrong wrong -> draw(canvas, y, wrong);
      }
    }
    if (top > 0) {
      canvas.text(canvas.width() - 4, 0, "more", Style.DIM);
    }
    if (top + canvas.height() < lines.size()) {
      canvas.text(canvas.width() - 4, canvas.height() - 1, "more", Style.DIM);
    }
  }

  private static void draw(Canvas canvas, int y, Line.Wrong wrong) {
    Style style = wrong.error() ? Style.BAD : Style.WARNING;
    char sign = wrong.error() ? canvas.glyphs().bad() : canvas.glyphs().warning();
    if (wrong.first()) {
      canvas.text(LABEL, y, String.valueOf(sign), style);
    }
    canvas.text(LABEL + 2, y, wrong.text(), style);
  }

  private void draw(Canvas canvas, int y, Line.Of line) {
    boolean here = line.item() == focused;
    Field field = line.field();
    int most = canvas.width() - LABEL;
    int width = Math.min(USUAL, most);
    String label = Columns.cut(field.label(), LABEL - 3, canvas.glyphs().ellipsis());
    canvas.text(2, y, label, here ? Style.STRONG : Style.NORMAL);
    if (here) {
      canvas.text(0, y, String.valueOf(canvas.glyphs().arrow()), Style.STRONG);
    }
    switch (field.kind()) {
      case TEXT, SECRET -> {
        TextField text = here ? shown(field) : line(form, field);
        String note = noteOf(field);
        int usual = note.isEmpty() ? width : Math.min(width, BESIDE_NOTE);
        int room = Math.clamp(text.width(), usual, most);
        text.draw(canvas, LABEL, y, room, here);
        canvas.text(LABEL + room + 1, y, note, Style.DIM);
      }
      case CHOICE -> choice(form, field).drawInline(canvas, LABEL, y, width, here);
      case SWITCH -> {
        boolean on = isOn(form, field);
        new Toggle(on ? "yes" : "no", on).draw(canvas, LABEL, y, width, here);
      }
    }
  }

  private TextField shown(Field field) {
    TextField line = spot.line();
    boolean hidden = field.kind() == Field.Kind.SECRET && !spot.other();
    return new TextField(line.text(), line.cursor(), hidden, line.placeholder());
  }

  private String noteOf(Field field) {
    String text = form.value(field.key());
    return field.choices().stream()
        .filter(c -> text.equals(c.value()) || text.startsWith(c.value() + "."))
        .map(Field.Choice::note)
        .findFirst()
        .orElse(form.note(field.key()));
  }

  // ---- the widgets of a field --------------------------------------------------------------

  static TextField line(Form<?> form, Field field) {
    String text = form.value(field.key());
    return new TextField(
        text, text.length(), field.kind() == Field.Kind.SECRET, form.usual(field.key()));
  }

  static Choice choice(Form<?> form, Field field) {
    List<Choice.Option> options =
        field.choices().stream().map(c -> new Choice.Option(c.value(), c.note())).toList();
    String text = form.value(field.key()).strip();
    int selected = 0;
    for (int i = 0; i < options.size(); i++) {
      if (options.get(i).label().equalsIgnoreCase(text)) {
        selected = i;
      }
    }
    return new Choice(options, selected);
  }

  static boolean isOn(Form<?> form, Field field) {
    return form.value(field.key()).strip().equalsIgnoreCase("true");
  }

  /** The suggestion after the one that the field has. */
  static String following(Form<?> form, Field field) {
    String text = form.value(field.key());
    List<Field.Choice> choices = field.choices();
    for (int i = 0; i < choices.size(); i++) {
      String value = choices.get(i).value();
      if (text.equals(value) || text.startsWith(value + ".")) {
        return choices.get((i + 1) % choices.size()).value();
      }
    }
    return choices.getFirst().value();
  }
}
