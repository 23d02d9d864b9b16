package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Style;

/** Yes or no. */
public record Toggle(String label, boolean on) {

  public Toggle with(boolean value) {
    return new Toggle(label, value);
  }

  /** Space turns it over; Enter stays the page's key. */
  public Toggle handle(KeyPress key) {
    return key.is(' ') ? with(!on) : this;
  }

  public void draw(Canvas canvas, int x, int y, int width, boolean focused) {
    Glyphs glyphs = canvas.glyphs();
    String text = "[" + (on ? glyphs.checked() : glyphs.unchecked()) + "] " + label;
    canvas.text(
        x,
        y,
        Columns.cut(text, width, glyphs.ellipsis()),
        focused ? Style.FOCUS : on ? Style.SELECTED : Style.NORMAL);
  }
}
