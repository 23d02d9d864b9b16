package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Program.Update;
import io.quorate.tui.widget.Dialog;
import io.quorate.tui.widget.Reader;
import io.quorate.wizard.WizardEffect;
import java.util.OptionalInt;

/** What the overlays look like, and what their keys mean. */
final class Overlays {

  private Overlays() {}

  static Update<WizardScreen, WizardEffect> key(
      WizardScreen screen, Overlay overlay, KeyPress key) {
    return switch (overlay) {
      case Overlay.Reading reading -> Update.of(key(screen, reading, key));
      case Overlay.Asking asking -> key(screen, asking, key);
      case Overlay.Keys keys -> KeyDecision.key(screen, keys, key);
    };
  }

  static void draw(WizardScreen screen, Overlay overlay, Canvas canvas) {
    switch (overlay) {
      case Overlay.Reading reading -> reader(reading).draw(canvas);
      case Overlay.Asking asking -> asking.dialog().draw(canvas);
      case Overlay.Keys keys -> KeyDecision.draw(screen, keys, canvas);
    }
  }

  static WizardScreen scrolled(WizardScreen screen, Overlay overlay, int lines) {
    return overlay instanceof Overlay.Reading reading
        ? screen.over(reading(reader(reading).scrolled(lines, screen.width(), screen.height())))
        : screen;
  }

  /** A click: on an answer, on a key, or anywhere to close what is read. */
  static Update<WizardScreen, WizardEffect> clicked(
      WizardScreen screen, Overlay overlay, int x, int y) {
    return switch (overlay) {
      case Overlay.Reading _ -> Update.of(screen.over(null));
      case Overlay.Asking asking -> {
        OptionalInt answer = asking.dialog().answerAt(x, y, screen.width(), screen.height());
        yield answer.isPresent() ? answered(screen, asking, answer.getAsInt()) : Update.of(screen);
      }
      case Overlay.Keys keys -> KeyDecision.clicked(screen, keys, x, y);
    };
  }

  // ---- reading -----------------------------------------------------------------------------

  private static WizardScreen key(WizardScreen screen, Overlay.Reading reading, KeyPress key) {
    Reader next = reader(reading).handle(key, screen.width(), screen.height());
    return screen.over(next == null ? null : reading(next));
  }

  private static Reader reader(Overlay.Reading reading) {
    return new Reader(reading.title(), reading.text(), reading.scroll());
  }

  private static Overlay.Reading reading(Reader reader) {
    return new Overlay.Reading(reader.title(), reader.text(), reader.scroll());
  }

  // ---- questions ---------------------------------------------------------------------------

  private static Update<WizardScreen, WizardEffect> key(
      WizardScreen screen, Overlay.Asking asking, KeyPress key) {
    OptionalInt answer = asking.dialog().answer(key);
    if (answer.isEmpty()) {
      Dialog next = asking.dialog().handle(key);
      return Update.of(screen.over(new Overlay.Asking(asking.question(), next)));
    }
    return answered(screen, asking, answer.getAsInt());
  }

  private static Update<WizardScreen, WizardEffect> answered(
      WizardScreen screen, Overlay.Asking asking, int answer) {
    WizardScreen closed = screen.over(null);
    if (answer == asking.dialog().cancel()) {
      return Update.of(closed);
    }
    return switch (asking.question()) {
      case LEAVE -> Update.of(closed.leaving(new WizardScreen.Exit.Left()));
      case INSTALL -> PageView.turned(closed, closed.wizard().next());
    };
  }
}
