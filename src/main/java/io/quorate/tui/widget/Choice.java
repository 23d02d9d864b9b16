package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Style;
import java.util.List;

/**
 * One of several: drawn as a list of radio buttons, or in one line.
 *
 * @param selected 0 to the number of options - 1
 */
public record Choice(List<Option> options, int selected) {

  /**
   * @param note says more in dimmed words; may be empty
   */
  public record Option(String label, String note) {}

  public Choice {
    options = List.copyOf(options);
    if (options.isEmpty()) {
      throw new IllegalArgumentException("a choice needs options");
    }
    selected = Math.clamp(selected, 0, options.size() - 1);
  }

  /** The first of these labels is selected. */
  public static Choice of(List<String> labels) {
    return new Choice(labels.stream().map(l -> new Option(l, "")).toList(), 0);
  }

  public Choice select(int index) {
    return new Choice(options, index);
  }

  public String label() {
    return options.get(selected).label();
  }

  /** Up and down; at an end the key is the page's, so that it can move the focus on. */
  public Choice handle(KeyPress key) {
    if (key.is(KeyPress.Key.UP) && selected > 0) {
      return select(selected - 1);
    }
    if (key.is(KeyPress.Key.DOWN) && selected < options.size() - 1) {
      return select(selected + 1);
    }
    return this;
  }

  /** Left, right and space turn through the options of {@link #drawInline}. */
  public Choice handleInline(KeyPress key) {
    if (key.is(KeyPress.Key.RIGHT) || key.is(' ')) {
      return select((selected + 1) % options.size());
    }
    if (key.is(KeyPress.Key.LEFT)) {
      return select((selected + options.size() - 1) % options.size());
    }
    return this;
  }

  /** One line an option. */
  public void draw(Canvas canvas, int x, int y, int width, boolean focused) {
    Glyphs glyphs = canvas.glyphs();
    for (int i = 0; i < options.size(); i++) {
      Option option = options.get(i);
      boolean here = i == selected;
      Style style = here ? focused ? Style.FOCUS : Style.SELECTED : Style.NORMAL;
      String label = (here ? "(" + glyphs.bullet() + ") " : "( ) ") + option.label();
      int next = canvas.text(x, y + i, Columns.cut(label, width, glyphs.ellipsis()), style);
      int room = width - (next - x) - 2;
      canvas.text(next + 2, y + i, Columns.cut(option.note(), room, glyphs.ellipsis()), Style.DIM);
    }
  }

  /** The selected option alone, between angle brackets. */
  public void drawInline(Canvas canvas, int x, int y, int width, boolean focused) {
    char ellipsis = canvas.glyphs().ellipsis();
    String label = "< " + Columns.cut(label(), width - 4, ellipsis) + " >";
    int next = canvas.text(x, y, label, focused ? Style.FOCUS : Style.FIELD);
    String note = options.get(selected).note();
    canvas.text(next + 2, y, Columns.cut(note, width - (next - x) - 2, ellipsis), Style.DIM);
  }
}
