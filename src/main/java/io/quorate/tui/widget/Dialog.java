package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
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

  /** The keys that work while it is asked. */
  public List<Hint> hints() {
    String here = buttons.labels().get(buttons.selected());
    return List.of(
        new Hint("Enter", here),
        new Hint("Left/Right", "choose"),
        new Hint("Esc", buttons.labels().get(cancel)));
  }

  /** The index of the answer that this key gives, if it gives one. */
  public OptionalInt answer(KeyPress key) {
    return key.is(KeyPress.Key.ESCAPE) ? OptionalInt.of(cancel) : buttons.pressed(key);
  }

  /**
   * Where it lies on a screen.
   *
   * @param inner columns of the text
   */
  private record Place(int left, int top, int inner, List<String> lines) {

    int width() {
      return inner + 4;
    }

    int height() {
      return lines.size() + 4;
    }

    /** The column in which the buttons begin, and how many they may take. */
    int buttons(ButtonRow row) {
      return 2 + (inner - room(row)) / 2;
    }

    int room(ButtonRow row) {
      return Math.min(row.width(), inner);
    }
  }

  private Place place(int width, int height) {
    int inner =
        Math.min(
            width - 4,
            Math.max(buttons.width(), Math.min(WIDEST, Columns.width(text.replace('\n', ' ')))));
    inner = Math.max(1, Math.max(inner, Math.min(width - 4, Columns.width(title) + 2)));
    List<String> lines = Columns.wrap(text, inner);
    int shown = Math.min(lines.size(), Math.max(0, height - 4));
    return new Place(
        (width - inner - 4) / 2,
        Math.max(0, (height - shown - 4) / 2),
        inner,
        lines.subList(0, shown));
  }

  /** The index of the answer at a place of a screen of this size, if there is one. */
  public OptionalInt answerAt(int x, int y, int width, int height) {
    Place place = place(width, height);
    return y == place.top() + place.height() - 2
        ? buttons.at(x - place.left() - place.buttons(buttons))
        : OptionalInt.empty();
  }

  /** In the middle of the canvas, over what is there. */
  public void draw(Canvas canvas) {
    Place place = place(canvas.width(), canvas.height());
    Canvas box = canvas.part(place.left(), place.top(), place.width(), place.height());
    Box.draw(box, title, Style.STRONG);
    for (int i = 0; i < place.lines().size(); i++) {
      box.text(2, 1 + i, place.lines().get(i), Style.NORMAL);
    }
    buttons.draw(box, place.buttons(buttons), box.height() - 2, place.room(buttons), true);
  }
}
