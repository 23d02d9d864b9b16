package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.ScrollView;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Exit;
import io.quorate.wizard.journey.AnswerPage;
import io.quorate.wizard.journey.JourneyEffect;
import io.quorate.wizard.journey.JourneyWizard;
import java.util.ArrayList;
import java.util.List;

/** What the nodes were asked for, to be read; then one is done. */
final class JourneyAnswer implements PageView<JourneyWizard> {

  private static final String DONE = "Done";

  @Override
  public int items(Screen<JourneyWizard> screen) {
    return 1;
  }

  private static boolean isThere(Screen<JourneyWizard> screen) {
    return !screen.wizard().answer().lines().isEmpty();
  }

  /** Whether it may be asked for once more. */
  private static boolean isAskedAgain(Screen<JourneyWizard> screen) {
    return !screen.wizard().answer().busy()
        && screen.wizard().current() instanceof AnswerPage page
        && (page.repeats() || !isThere(screen));
  }

  // ---- keys ----------------------------------------------------------------------------------

  @Override
  public Update<Screen<JourneyWizard>, Effect> key(Screen<JourneyWizard> screen, KeyPress key) {
    if (key.is(Key.F5) && isAskedAgain(screen)) {
      return PageView.turned(screen, screen.wizard().inquire());
    }
    boolean pages = key.is(Key.PAGE_UP) || key.is(Key.PAGE_DOWN);
    if (screen.spot().item() > 0 && !pages) {
      return Update.of(screen);
    }
    return Update.of(at(screen, text(screen).handle(key)));
  }

  private Screen<JourneyWizard> at(Screen<JourneyWizard> screen, ScrollView after) {
    return after.top() == text(screen).top()
        ? screen
        : screen.at(screen.spot().scrolled(after.top()));
  }

  @Override
  public Update<Screen<JourneyWizard>, Effect> next(Screen<JourneyWizard> screen) {
    return Update.of(isThere(screen) ? screen.leaving(new Exit.Answered()) : screen);
  }

  /** Nothing goes on that nobody waits for. */
  @Override
  public Update<Screen<JourneyWizard>, Effect> back(Screen<JourneyWizard> screen) {
    List<JourneyEffect.Inquire> asked = screen.busy().stoppable(JourneyEffect.Inquire.class);
    return asked.isEmpty()
        ? PageView.super.back(screen)
        : new Update<>(
            screen.with(screen.wizard().cancelled(asked.getFirst())).busy(screen.busy().stopped()),
            List.of(),
            screen.busy().stoppable(Effect.class));
  }

  // ---- mouse ---------------------------------------------------------------------------------

  @Override
  public Screen<JourneyWizard> scrolled(Screen<JourneyWizard> screen, int lines) {
    return at(screen, text(screen).scroll(lines));
  }

  @Override
  public Update<Screen<JourneyWizard>, Effect> clicked(Screen<JourneyWizard> screen, int x, int y) {
    return switch (Buttons.at(height(screen), DONE, x, y)) {
      case 0 -> next(screen);
      case 1 -> back(screen);
      default -> Update.of(screen);
    };
  }

  // ---- drawing -------------------------------------------------------------------------------

  @Override
  public void draw(Screen<JourneyWizard> screen, Canvas room) {
    if (screen.wizard().answer().busy() && screen.wizard().current() instanceof AnswerPage page) {
      Glyphs glyphs = room.glyphs();
      String doing = Character.toUpperCase(page.doing().charAt(0)) + page.doing().substring(1);
      room.text(0, 0, glyphs.busy() + " " + doing + " " + glyphs.ellipsis(), Style.BUSY);
      return;
    }
    ScrollView text = text(screen);
    text.draw(room, 0, 0, room.width(), room.height() - 2, screen.spot().item() == 0);
    Buttons.draw(screen, this, room, DONE);
  }

  /** As it is on this screen: what is broken goes on below where it began. */
  private ScrollView text(Screen<JourneyWizard> screen) {
    List<String> lines = new ArrayList<>();
    screen
        .wizard()
        .answer()
        .lines()
        .forEach(l -> lines.addAll(Columns.hanging(l, Math.max(1, screen.width() - 3))));
    return new ScrollView(lines, screen.spot().scroll(), Math.max(1, height(screen) - 2));
  }

  @Override
  public List<Hint> hints(Screen<JourneyWizard> screen) {
    List<Hint> hints = new ArrayList<>();
    if (isThere(screen)) {
      hints.add(new Hint("F10", going(screen)));
      ScrollView text = text(screen);
      if (text.lines().size() > text.page()) {
        hints.add(new Hint("PgDn", "read on"));
      }
    }
    if (isAskedAgain(screen)) {
      hints.add(new Hint("F5", "ask again"));
    }
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("Esc", escaping(screen)));
    return hints;
  }

  @Override
  public String going(Screen<JourneyWizard> screen) {
    return "done";
  }

  @Override
  public Reading<JourneyWizard> help(Screen<JourneyWizard> screen) {
    boolean again = screen.wizard().current() instanceof AnswerPage page && page.repeats();
    return JourneyPages.help(
        screen,
        "F10 goes to the menu, page keys scroll, "
            + (again ? "F5 asks again, " : "")
            + "Esc goes back.");
  }

  @Override
  public List<String> problems(Screen<JourneyWizard> screen) {
    return List.of();
  }
}
