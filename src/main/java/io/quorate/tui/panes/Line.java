package io.quorate.tui.panes;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Style;
import java.util.List;

/** A line of text in one style. */
record Line(String text, Style style) {

  static Line of(String text) {
    return new Line(text, Style.NORMAL);
  }

  /** The text in lines that fit, all in the same style. */
  static List<Line> wrapped(String text, int width, Style style) {
    return Columns.wrap(text, width).stream().map(l -> new Line(l, style)).toList();
  }

  void draw(Canvas canvas, int x, int y) {
    canvas.text(x, y, Columns.cut(text, canvas.width() - x, canvas.glyphs().ellipsis()), style);
  }
}
