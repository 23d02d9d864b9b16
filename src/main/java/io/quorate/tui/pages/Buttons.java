package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Style;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.wizard.Guided;

/** Next and Back in the last line of each page; in the order in which Tab comes to them. */
final class Buttons {

  private Buttons() {}

  static <W extends Guided<W>> void draw(
      Screen<W> screen, PageView<W> view, Canvas canvas, String next) {
    int first = view.items(screen);
    int item = screen.spot().item();
    ButtonRow row = ButtonRow.of(next, "Back").select(Math.max(0, item - first));
    if (item >= first) {
      row.draw(canvas, 0, canvas.height() - 1, canvas.width(), true);
    } else {
      canvas.text(0, canvas.height() - 1, "[ " + next + " ]  [ Back ]", Style.NORMAL);
    }
  }

  /** The button at a place of a page this high: 0 Next, 1 Back, -1 none. */
  static int at(int height, String next, int x, int y) {
    return y == height - 1 ? ButtonRow.of(next, "Back").at(x).orElse(-1) : -1;
  }
}
