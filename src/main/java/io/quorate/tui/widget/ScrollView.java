package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Style;
import java.util.List;

/**
 * Text to read, longer than its room.
 *
 * @param top the first line in view
 * @param page lines that the last known room holds, which page keys move by
 */
public record ScrollView(List<String> lines, int top, int page) {

  public ScrollView {
    lines = List.copyOf(lines);
    page = Math.max(1, page);
    top = Math.clamp(top, 0, Math.max(0, lines.size() - page));
  }

  /** Text in lines of at most {@code width} columns, from its beginning. */
  public static ScrollView of(String text, int width, int page) {
    return new ScrollView(Columns.wrap(text, width), 0, page);
  }

  public ScrollView withLines(List<String> other) {
    return new ScrollView(other, top, page);
  }

  public ScrollView withPage(int height) {
    return new ScrollView(lines, top, height);
  }

  /** The wheel; negative upwards. */
  public ScrollView scroll(int by) {
    return new ScrollView(lines, Math.max(0, top + by), page);
  }

  public ScrollView handle(KeyPress key) {
    if (key.ctrl() || key.alt()) {
      return this;
    }
    return switch (key.key()) {
      case UP -> scroll(-1);
      case DOWN -> scroll(1);
      case PAGE_UP -> scroll(1 - page);
      case PAGE_DOWN -> scroll(Math.max(1, page - 1));
      case HOME -> scroll(-top);
      case END -> scroll(lines.size());
      default -> this;
    };
  }

  /** The text, and at the right edge where in it one is when it does not fit. */
  public void draw(Canvas canvas, int x, int y, int width, int height, boolean focused) {
    if (height <= 0) {
      return;
    }
    int first = Math.clamp(top, 0, Math.max(0, lines.size() - height));
    boolean fits = lines.size() <= height;
    int room = fits ? width : width - 1;
    for (int i = 0; i < height && first + i < lines.size(); i++) {
      String line = Columns.cut(lines.get(first + i), room, canvas.glyphs().ellipsis());
      canvas.text(x, y + i, line, Style.NORMAL);
    }
    if (!fits) {
      int thumb = Math.max(1, height * height / lines.size());
      int from = (height - thumb) * first / Math.max(1, lines.size() - height);
      Style style = focused ? Style.STRONG : Style.DIM;
      canvas.fill(x + width - 1, y, 1, height, canvas.glyphs().vertical(), Style.BORDER);
      canvas.fill(x + width - 1, y + from, 1, thumb, canvas.glyphs().barFull(), style);
    }
  }
}
