package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.widget.Dialog;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Guided;
import java.util.List;
import java.util.OptionalInt;

/**
 * A question with two answers over a page.
 *
 * @param yes what happens on a screen without the question when the answer is not to cancel
 * @param no what happens when it is
 */
record Asking<W extends Guided<W>>(Dialog dialog, Answer<W> yes, Answer<W> no)
    implements Overlay<W> {

  /** What an answer leads to. */
  @FunctionalInterface
  interface Answer<W extends Guided<W>> {
    Update<Screen<W>, Effect> on(Screen<W> screen);
  }

  /** A question that is only closed when the answer is to cancel. */
  Asking(Dialog dialog, Answer<W> yes) {
    this(dialog, yes, Update::of);
  }

  @Override
  public void draw(Screen<W> screen, Canvas canvas) {
    dialog.draw(canvas);
  }

  @Override
  public List<Hint> hints() {
    return dialog.hints();
  }

  @Override
  public Update<Screen<W>, Effect> key(Screen<W> screen, KeyPress key) {
    OptionalInt answer = dialog.answer(key);
    return answer.isEmpty()
        ? Update.of(screen.over(new Asking<>(dialog.handle(key), yes, no)))
        : answered(screen, answer.getAsInt());
  }

  @Override
  public Update<Screen<W>, Effect> clicked(Screen<W> screen, int x, int y) {
    OptionalInt answer = dialog.answerAt(x, y, screen.width(), screen.height());
    return answer.isEmpty() ? Update.of(screen) : answered(screen, answer.getAsInt());
  }

  private Update<Screen<W>, Effect> answered(Screen<W> screen, int answer) {
    Screen<W> closed = screen.over(null);
    return answer == dialog.cancel() ? no.on(closed) : yes.on(closed);
  }
}
