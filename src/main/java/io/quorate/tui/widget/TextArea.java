package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Style;
import java.util.ArrayList;
import java.util.List;

/**
 * Several lines to type into. Never empty: it has at least one line.
 *
 * @param row the line of the cursor
 * @param column the cursor as an index into that line
 */
public record TextArea(List<String> lines, int row, int column) {

  public TextArea {
    lines = lines.isEmpty() ? List.of("") : List.copyOf(lines);
    row = Math.clamp(row, 0, lines.size() - 1);
    column = Math.clamp(column, 0, lines.get(row).length());
  }

  /** The cursor stands at the beginning. */
  public static TextArea of(String text) {
    return new TextArea(List.of(text.split("\n", -1)), 0, 0);
  }

  public String text() {
    return String.join("\n", lines);
  }

  /** Inserts pasted text at the cursor, tabs as blanks. */
  public TextArea paste(String pasted) {
    String clean =
        pasted
            .replace("\r\n", "\n")
            .replace('\r', '\n')
            .replace('\t', ' ')
            .codePoints()
            .filter(c -> c == '\n' || !Character.isISOControl(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String[] added = clean.split("\n", -1);
    String head = line().substring(0, column);
    String tail = line().substring(column);
    List<String> all = new ArrayList<>(lines.subList(0, row));
    for (int i = 0; i < added.length; i++) {
      String begin = i == 0 ? head : "";
      String end = i == added.length - 1 ? tail : "";
      all.add(begin + added[i] + end);
    }
    all.addAll(lines.subList(row + 1, lines.size()));
    int last = row + added.length - 1;
    return new TextArea(all, last, all.get(last).length() - tail.length());
  }

  /** The same object for keys that are not its own: Tab, Escape and function keys. */
  public TextArea handle(KeyPress key) {
    if (key.ctrl() || key.alt()) {
      return this;
    }
    return switch (key.key()) {
      case UP -> row == 0 ? this : move(row - 1, column);
      case DOWN -> row == lines.size() - 1 ? this : move(row + 1, column);
      case PAGE_UP -> move(Math.max(0, row - 10), column);
      case PAGE_DOWN -> move(Math.min(lines.size() - 1, row + 10), column);
      case ENTER -> paste("\n");
      case BACKSPACE -> backspace();
      case DELETE -> delete();
      case LEFT -> left();
      case RIGHT -> right();
      default -> edited(new TextField(line(), column, false, "").handle(key));
    };
  }

  private TextArea edited(TextField field) {
    if (field.text().equals(line()) && field.cursor() == column) {
      return this;
    }
    List<String> all = new ArrayList<>(lines);
    all.set(row, field.text());
    return new TextArea(all, row, field.cursor());
  }

  private TextArea backspace() {
    if (column > 0) {
      return edited(field().handle(KeyPress.of(KeyPress.Key.BACKSPACE)));
    }
    return row == 0 ? this : move(row - 1, Integer.MAX_VALUE).joinNext();
  }

  private TextArea delete() {
    if (column < line().length()) {
      return edited(field().handle(KeyPress.of(KeyPress.Key.DELETE)));
    }
    return row == lines.size() - 1 ? this : joinNext();
  }

  private TextArea left() {
    if (column > 0) {
      return edited(field().handle(KeyPress.of(KeyPress.Key.LEFT)));
    }
    return row == 0 ? this : move(row - 1, Integer.MAX_VALUE);
  }

  private TextArea right() {
    if (column < line().length()) {
      return edited(field().handle(KeyPress.of(KeyPress.Key.RIGHT)));
    }
    return row == lines.size() - 1 ? this : move(row + 1, 0);
  }

  private TextArea joinNext() {
    List<String> all = new ArrayList<>(lines);
    all.set(row, line() + all.remove(row + 1));
    return new TextArea(all, row, column);
  }

  private TextArea move(int toRow, int toColumn) {
    return new TextArea(lines, toRow, toColumn);
  }

  private TextField field() {
    return new TextField(line(), column, false, "");
  }

  private String line() {
    return lines.get(row);
  }

  /** Fills the height; the line of the cursor stays in view. */
  public void draw(Canvas canvas, int x, int y, int width, int height, boolean focused) {
    if (height <= 0) {
      return;
    }
    canvas.fill(x, y, width, height, ' ', Style.FIELD);
    int top = Scrolled.top(row, lines.size(), height);
    for (int i = 0; i < height && top + i < lines.size(); i++) {
      if (focused && top + i == row) {
        field().draw(canvas, x, y + i, width, true);
      } else {
        String shown = Columns.cut(lines.get(top + i), width, canvas.glyphs().ellipsis());
        canvas.text(x, y + i, shown, Style.FIELD);
      }
    }
  }
}
