package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text to read over a page, such as help; what does not fit is scrolled to.
 *
 * @param scroll lines above those in view
 */
public record Reader(String title, String text, int scroll) {

  /** The keys that work while it lies there. */
  public static final List<Hint> HINTS =
      List.of(
          new Hint("any key", "closes"),
          new Hint("arrows", "scroll"),
          new Hint("F9", "frees the mouse to mark text"));

  private static final int WIDEST = 76;

  /** From its beginning. */
  public static Reader of(String title, String text) {
    return new Reader(title, text, 0);
  }

  /** Whether a key asks for help where no text is typed. */
  public static boolean isAskedFor(KeyPress key) {
    return key.is(KeyPress.Key.F1) || key.is('?');
  }

  /** Keys that scroll do so, on a screen of this size; any other closes it, which null says. */
  public @Nullable Reader handle(KeyPress key, int width, int height) {
    boolean scrolls =
        switch (key.key()) {
          case UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END -> true;
          default -> false;
        };
    return scrolls ? new Reader(title, text, lines(width, height).handle(key).top()) : null;
  }

  /** The wheel; negative upwards. */
  public Reader scrolled(int by, int width, int height) {
    return new Reader(title, text, lines(width, height).scroll(by).top());
  }

  /** In the middle of the canvas, over what is there. */
  public void draw(Canvas canvas) {
    ScrollView lines = lines(canvas.width(), canvas.height());
    int width = boxWidth(canvas.width());
    int height = Math.min(canvas.height() - 2, lines.lines().size() + 4);
    Canvas box =
        canvas.part((canvas.width() - width) / 2, (canvas.height() - height) / 2, width, height);
    Canvas inner = Box.draw(box, title, Style.STRONG);
    lines.draw(inner, 1, 0, inner.width() - 2, inner.height() - 2, true);
    PageFrame.drawHints(inner, 1, inner.height() - 1, HINTS);
  }

  private static int boxWidth(int width) {
    return Math.min(width - 4, WIDEST);
  }

  private ScrollView lines(int width, int height) {
    List<String> lines = Columns.hanging(text, boxWidth(width) - 5);
    return new ScrollView(lines, scroll, Math.min(height - 2, lines.size() + 4) - 4);
  }
}
