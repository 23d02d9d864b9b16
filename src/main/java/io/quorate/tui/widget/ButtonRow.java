package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Style;
import java.util.List;
import java.util.OptionalInt;

/**
 * Buttons side by side.
 *
 * @param selected which one Enter presses
 */
public record ButtonRow(List<String> labels, int selected) {

  public ButtonRow {
    labels = List.copyOf(labels);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("a row of buttons needs buttons");
    }
    selected = Math.clamp(selected, 0, labels.size() - 1);
  }

  public static ButtonRow of(String... labels) {
    return new ButtonRow(List.of(labels), 0);
  }

  public ButtonRow select(int index) {
    return new ButtonRow(labels, index);
  }

  /** Left and right, from one end to the other. */
  public ButtonRow handle(KeyPress key) {
    if (key.is(KeyPress.Key.LEFT)) {
      return select((selected + labels.size() - 1) % labels.size());
    }
    if (key.is(KeyPress.Key.RIGHT)) {
      return select((selected + 1) % labels.size());
    }
    return this;
  }

  /** The button that this key presses, if it presses one: Enter or space. */
  public OptionalInt pressed(KeyPress key) {
    return key.is(KeyPress.Key.ENTER) || key.is(' ')
        ? OptionalInt.of(selected)
        : OptionalInt.empty();
  }

  /** The button at a column of the row, if there is one. */
  public OptionalInt at(int x) {
    int left = 0;
    for (int i = 0; i < labels.size(); i++) {
      int right = left + Columns.width(labels.get(i)) + 4;
      if (x >= left && x < right) {
        return OptionalInt.of(i);
      }
      left = right + 2;
    }
    return OptionalInt.empty();
  }

  /** Columns that the row takes. */
  public int width() {
    return labels.stream().mapToInt(l -> Columns.width(l) + 4).sum() + 2 * (labels.size() - 1);
  }

  public void draw(Canvas canvas, int x, int y, int width, boolean focused) {
    Canvas row = canvas.part(x, y, width, 1);
    int at = 0;
    for (int i = 0; i < labels.size(); i++) {
      Style style = i != selected ? Style.NORMAL : focused ? Style.FOCUS : Style.SELECTED;
      at = row.text(at, 0, "[ " + labels.get(i) + " ]", style) + 2;
    }
  }
}
