package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;

/** A border with a title, blank inside. */
public final class Box {

  private Box() {}

  /** Draws along the edge of the canvas; returns what is inside. */
  public static Canvas draw(Canvas canvas, String title, Style border) {
    Glyphs glyphs = canvas.glyphs();
    int right = canvas.width() - 1;
    int bottom = canvas.height() - 1;
    canvas.fill(0, 0, canvas.width(), canvas.height(), ' ', Style.NORMAL);
    canvas.fill(1, 0, right - 1, 1, glyphs.horizontal(), border);
    canvas.fill(1, bottom, right - 1, 1, glyphs.horizontal(), border);
    canvas.fill(0, 1, 1, bottom - 1, glyphs.vertical(), border);
    canvas.fill(right, 1, 1, bottom - 1, glyphs.vertical(), border);
    canvas.text(0, 0, String.valueOf(glyphs.topLeft()), border);
    canvas.text(right, 0, String.valueOf(glyphs.topRight()), border);
    canvas.text(0, bottom, String.valueOf(glyphs.bottomLeft()), border);
    canvas.text(right, bottom, String.valueOf(glyphs.bottomRight()), border);
    if (!title.isEmpty()) {
      String cut = Columns.cut(title, canvas.width() - 6, glyphs.ellipsis());
      canvas.text(2, 0, " " + cut + " ", border);
    }
    return canvas.part(1, 1, canvas.width() - 2, canvas.height() - 2);
  }
}
