package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Style;
import java.util.List;
import java.util.OptionalInt;

/**
 * A question over the page.
 *
 * @param text a sentence or a few; wrapped to the room there is
 * @param buttons the answers
 * @param cancel the answer that Escape gives
 */
public record Dialog(String title, String text, ButtonRow buttons, int cancel) {

  private static final int WIDEST = 72;

  /** The last answer is what Escape means. */
  public static Dialog of(String title, String text, String... answers) {
    return new Dialog(title, text, new ButtonRow(List.of(answers), 0), answers.length - 1);
  }

  /** Selects an answer; Tab does so as well as the arrows. */
  public Dialog handle(KeyPress key) {
    KeyPress moved =
        key.is(KeyPress.Key.TAB)
            ? KeyPress.of(KeyPress.Key.RIGHT)
            : key.is(KeyPress.Key.BACK_TAB) ? KeyPress.of(KeyPress.Key.LEFT) : key;
    ButtonRow next = buttons.handle(moved);
    return next == buttons ? this : new Dialog(title, text, next, cancel);
  }

  /** The index of the answer that this key gives, if it gives one. */
  public OptionalInt answer(KeyPress key) {
    return key.is(KeyPress.Key.ESCAPE) ? OptionalInt.of(cancel) : buttons.pressed(key);
  }

  /** In the middle of the canvas, over what is there. */
  public void draw(Canvas canvas) {
    int inner =
        Math.min(
            canvas.width() - 4,
            Math.max(buttons.width(), Math.min(WIDEST, Columns.width(text.replace('\n', ' ')))));
    inner = Math.max(1, Math.max(inner, Math.min(canvas.width() - 4, Columns.width(title) + 2)));
    List<String> lines = Columns.wrap(text, inner);
    int shown = Math.min(lines.size(), Math.max(0, canvas.height() - 4));
    Canvas box =
        canvas.part(
            (canvas.width() - inner - 4) / 2,
            Math.max(0, (canvas.height() - shown - 4) / 2),
            inner + 4,
            shown + 4);
    Box.draw(box, title, Style.STRONG);
    for (int i = 0; i < shown; i++) {
      box.text(2, 1 + i, lines.get(i), Style.NORMAL);
    }
    int row = Math.min(buttons.width(), inner);
    buttons.draw(box, 2 + (inner - row) / 2, box.height() - 2, row, true);
  }
}
