package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Box;
import io.quorate.tui.widget.Dialog;
import io.quorate.tui.widget.ScrollView;
import io.quorate.wizard.WizardEffect;
import java.util.List;
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
      case Overlay.Reading reading -> draw(reading, canvas);
      case Overlay.Asking asking -> asking.dialog().draw(canvas);
      case Overlay.Keys keys -> KeyDecision.draw(screen, keys, canvas);
    }
  }

  static WizardScreen scrolled(WizardScreen screen, Overlay overlay, int lines) {
    return overlay instanceof Overlay.Reading reading
        ? screen.over(
            new Overlay.Reading(
                reading.title(), reading.text(), Math.max(0, reading.scroll() + lines)))
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
    ScrollView before = text(reading, screen.width(), screen.height());
    ScrollView after = before.handle(key);
    boolean scrolls =
        switch (key.key()) {
          case UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END -> true;
          default -> false;
        };
    return scrolls
        ? screen.over(new Overlay.Reading(reading.title(), reading.text(), after.top()))
        : screen.over(null);
  }

  private static void draw(Overlay.Reading reading, Canvas canvas) {
    ScrollView text = text(reading, canvas.width(), canvas.height());
    int width = boxWidth(canvas.width());
    int height = Math.min(canvas.height() - 2, text.lines().size() + 4);
    Canvas box =
        canvas.part((canvas.width() - width) / 2, (canvas.height() - height) / 2, width, height);
    Canvas inner = Box.draw(box, reading.title(), Style.STRONG);
    text.draw(inner, 1, 0, inner.width() - 2, inner.height() - 2, true);
    PageFrame.drawHints(
        inner,
        1,
        inner.height() - 1,
        List.of(new Hint("any key", "closes"), new Hint("arrows", "scroll")));
  }

  private static int boxWidth(int width) {
    return Math.min(width - 4, 76);
  }

  private static ScrollView text(Overlay.Reading reading, int width, int height) {
    int room = boxWidth(width) - 5;
    List<String> lines = Columns.wrap(reading.text(), room);
    int page = Math.min(height - 2, lines.size() + 4) - 4;
    return new ScrollView(lines, reading.scroll(), page);
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
