package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Guided;
import io.quorate.wizard.Transition;
import java.util.ArrayList;
import java.util.List;

/**
 * One page: what it looks like and what its own keys mean. It has no state; {@link CursorPosition}
 * has. A key that means nothing to it gives the very same screen back, and then moves the focus.
 *
 * @param <W> the wizard that it belongs to
 */
interface PageView<W extends Guided<W>> {

  /** Controls of its own; Next and Back follow behind them. */
  int items(Screen<W> screen);

  /** Draws what is inside the frame. */
  void draw(Screen<W> screen, Canvas canvas);

  /** The keys that work here, the most useful first. */
  List<Hint> hints(Screen<W> screen);

  Update<Screen<W>, Effect> key(Screen<W> screen, KeyPress key);

  default Update<Screen<W>, Effect> pasted(Screen<W> screen, String text) {
    return Update.of(screen);
  }

  /** A click inside the frame. */
  default Update<Screen<W>, Effect> clicked(Screen<W> screen, int x, int y) {
    return Update.of(screen);
  }

  default Screen<W> scrolled(Screen<W> screen, int lines) {
    return screen;
  }

  /** Gives a control the focus. */
  default Screen<W> focus(Screen<W> screen, int item) {
    return screen.at(screen.spot().focus(item));
  }

  /** Where the focus goes when the page was not let go: to the first field that is wrong. */
  default Screen<W> refused(Screen<W> screen) {
    return screen;
  }

  /** One page on, as F10 does and the button. */
  default Update<Screen<W>, Effect> next(Screen<W> screen) {
    Transition<W> turn = screen.wizard().next();
    Screen<W> after = screen.with(turn.wizard());
    boolean stays = turn.wizard().place().equals(screen.wizard().place());
    return new Update<>(stays ? refused(after) : after, turn.effects());
  }

  /** Gives up the innermost thing that is under way; one page back where that is nothing. */
  default Update<Screen<W>, Effect> escape(Screen<W> screen) {
    return back(screen);
  }

  /** One page back, as the button does; from the first page: out, after a question. */
  default Update<Screen<W>, Effect> back(Screen<W> screen) {
    return Update.of(
        screen.wizard().leavesByBack()
            ? screen.over(Shell.leaving(screen))
            : screen.with(screen.wizard().back()));
  }

  /** Whether a letter is typed here, and not a command. */
  default boolean isTyping(Screen<W> screen) {
    return false;
  }

  /** What F1 says here. */
  Reading<W> help(Screen<W> screen);

  /** What concerns the page as a whole and no field that is in view. */
  List<String> problems(Screen<W> screen);

  /** The page's problems, after what went wrong beside it. */
  default List<String> shownProblems(Screen<W> screen) {
    List<String> problems = new ArrayList<>();
    if (!screen.wizard().notice().isEmpty()) {
      problems.add(screen.wizard().notice());
    }
    problems.addAll(problems(screen));
    return problems;
  }

  static <W extends Guided<W>> Update<Screen<W>, Effect> turned(
      Screen<W> screen, Transition<W> turn) {
    return new Update<>(screen.with(turn.wizard()), turn.effects());
  }

  /** Rows of the page's content. */
  default int height(Screen<W> screen) {
    return screen.height() - 5 - Math.min(3, shownProblems(screen).size());
  }

  /** Whether one of the page's own controls has the focus, and not a button. */
  default boolean isInside(Screen<W> screen) {
    return screen.spot().item() < items(screen);
  }

  /** What the first button does, in a word or two. */
  default String going(Screen<W> screen) {
    return "next";
  }

  /** What Escape does, in a word or two. */
  default String escaping(Screen<W> screen) {
    return screen.wizard().leavesByBack() ? "leave" : "back";
  }

  /** The hints of every page behind those of its own. */
  default List<Hint> hints(Screen<W> screen, Hint... own) {
    List<Hint> hints = new ArrayList<>(List.of(own));
    hints.add(new Hint("F10", going(screen)));
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("Esc", escaping(screen)));
    if (!escaping(screen).equals("leave")) {
      hints.add(new Hint("^Q", "leave"));
    }
    return hints;
  }

  /** The keys that work on the screen as it is: a button says first what Enter does to it. */
  default List<Hint> footer(Screen<W> screen) {
    Overlay<W> overlay = screen.overlay();
    if (overlay != null) {
      return overlay.hints();
    }
    if (isInside(screen)) {
      return hints(screen);
    }
    List<Hint> hints = new ArrayList<>(hints(screen));
    int button = screen.spot().item() - items(screen);
    if (button == 0) {
      // Where there is nothing to go on with, Enter does nothing either.
      if (hints.removeIf(h -> h.key().equals("F10"))) {
        hints.addFirst(new Hint("Enter", going(screen)));
      }
    } else if (button == 1) {
      hints.addFirst(new Hint("Enter", screen.wizard().leavesByBack() ? "leave" : "back"));
    }
    return hints;
  }
}
