package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Guided;
import java.util.List;

/**
 * What lies over a page and takes its keys.
 *
 * @param <W> the wizard below
 */
interface Overlay<W extends Guided<W>> {

  void draw(Screen<W> screen, Canvas canvas);

  /** The keys that work while it lies there. */
  List<Hint> hints();

  Update<Screen<W>, Effect> key(Screen<W> screen, KeyPress key);

  /** A click at a place of the screen. */
  Update<Screen<W>, Effect> clicked(Screen<W> screen, int x, int y);

  default Screen<W> scrolled(Screen<W> screen, int lines) {
    return screen;
  }

  default Screen<W> pasted(Screen<W> screen, String text) {
    return screen;
  }
}
