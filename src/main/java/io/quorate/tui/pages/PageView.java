package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.wizard.Transition;
import io.quorate.wizard.WizardEffect;
import java.util.ArrayList;
import java.util.List;

/**
 * One page: what it looks like and what its own keys mean. It has no state; {@link CursorPosition}
 * has. A key that means nothing to it gives the very same screen back, and then moves the focus.
 */
interface PageView {

  /** Controls of its own; Next and Back follow behind them. */
  int items(WizardScreen screen);

  /** Draws what is inside the frame. */
  void draw(WizardScreen screen, Canvas canvas);

  /** The keys that work here, the most useful first. */
  List<Hint> hints(WizardScreen screen);

  Update<WizardScreen, WizardEffect> key(WizardScreen screen, KeyPress key);

  default Update<WizardScreen, WizardEffect> pasted(WizardScreen screen, String text) {
    return Update.of(screen);
  }

  /** A click inside the frame. */
  default Update<WizardScreen, WizardEffect> clicked(WizardScreen screen, int x, int y) {
    return Update.of(screen);
  }

  default WizardScreen scrolled(WizardScreen screen, int lines) {
    return screen;
  }

  /** Gives a control the focus. */
  default WizardScreen focus(WizardScreen screen, int item) {
    return screen.at(screen.spot().focus(item));
  }

  /** Where the focus goes when the page was not let go: to the first field that is wrong. */
  default WizardScreen refused(WizardScreen screen) {
    return screen;
  }

  /** What F1 says here. */
  Overlay.Reading help(WizardScreen screen);

  /** What concerns the page as a whole and no field that is in view. */
  List<String> problems(WizardScreen screen);

  static Update<WizardScreen, WizardEffect> turned(WizardScreen screen, Transition turn) {
    return new Update<>(screen.with(turn.wizard()), turn.effects());
  }

  /** The hints of every page behind those of its own. */
  static List<Hint> hints(Hint... own) {
    List<Hint> hints = new ArrayList<>(List.of(own));
    hints.addAll(
        List.of(
            new Hint("F10", "next"),
            new Hint("F1", "help"),
            new Hint("Esc", "back"),
            new Hint("^Q", "leave")));
    return hints;
  }
}
