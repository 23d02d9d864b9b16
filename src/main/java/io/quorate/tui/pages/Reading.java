package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.widget.Reader;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Guided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text to read: help, or details. A click anywhere closes it. */
record Reading<W extends Guided<W>>(Reader reader) implements Overlay<W> {

  static <W extends Guided<W>> Reading<W> of(String title, String text) {
    return new Reading<>(Reader.of(title, text));
  }

  @Override
  public void draw(Screen<W> screen, Canvas canvas) {
    reader.draw(canvas);
  }

  @Override
  public List<Hint> hints() {
    return Reader.HINTS;
  }

  @Override
  public Update<Screen<W>, Effect> key(Screen<W> screen, KeyPress key) {
    return Update.of(shown(screen, reader.handle(key, screen.width(), screen.height())));
  }

  @Override
  public Update<Screen<W>, Effect> clicked(Screen<W> screen, int x, int y) {
    return Update.of(screen.over(null));
  }

  @Override
  public Screen<W> scrolled(Screen<W> screen, int lines) {
    return shown(screen, reader.scrolled(lines, screen.width(), screen.height()));
  }

  private static <W extends Guided<W>> Screen<W> shown(Screen<W> screen, @Nullable Reader next) {
    return screen.over(next == null ? null : new Reading<>(next));
  }
}
