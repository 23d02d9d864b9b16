package io.quorate.tui.pages;

import io.quorate.plan.Finding;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.Dialog;
import io.quorate.tui.widget.ScrollView;
import io.quorate.wizard.Effect;
import io.quorate.wizard.journey.JourneyReport;
import io.quorate.wizard.journey.JourneyWizard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What would be done, node by node or by phase; then it is agreed to. */
final class JourneyReview implements PageView<JourneyWizard> {

  private static String yes(Screen<JourneyWizard> screen) {
    return screen.wizard().reviewing().yes();
  }

  @Override
  public int items(Screen<JourneyWizard> screen) {
    return 1;
  }

  // ---- keys ----------------------------------------------------------------------------------

  @Override
  public Update<Screen<JourneyWizard>, Effect> key(Screen<JourneyWizard> screen, KeyPress key) {
    if (screen.wizard().starting()) {
      return Update.of(screen);
    }
    if (key.is(Key.F2)) {
      return Update.of(screen.at(screen.spot().turned()));
    }
    if (key.is(Key.F5)) {
      return PageView.turned(screen, screen.wizard().plan());
    }
    if (screen.spot().item() > 0) {
      return Update.of(screen);
    }
    ScrollView before = plan(screen, screen.width() - 2, height(screen));
    ScrollView after = before.handle(key);
    return Update.of(
        after.top() == before.top() ? screen : screen.at(screen.spot().scrolled(after.top())));
  }

  /** A plan that is fine is asked about once more. */
  @Override
  public Update<Screen<JourneyWizard>, Effect> next(Screen<JourneyWizard> screen) {
    JourneyReport.PlanMade made = screen.wizard().review().made();
    return Update.of(
        made == null || !screen.wizard().mayStart() ? screen : screen.over(asking(screen, made)));
  }

  private static Overlay<JourneyWizard> asking(
      Screen<JourneyWizard> screen, JourneyReport.PlanMade made) {
    String question = screen.wizard().reviewing().question(screen.wizard().moment());
    Asking.Answer<JourneyWizard> go = closed -> PageView.turned(closed, closed.wizard().start());
    JourneyReport.Agreeing how = made.consent();
    return how.name().isEmpty()
        ? new Asking<>(
            new Dialog(question, said(made.words()), ButtonRow.of("Not yet", yes(screen)), 0), go)
        : Typing.name(question, how.warning(), how.name(), yes(screen), go);
  }

  /** What has to be known, as far as to the first list, which is read on the page. */
  private static String said(List<String> words) {
    List<String> lines = words.stream().takeWhile(w -> !w.endsWith(":")).toList();
    boolean inLines = lines.stream().anyMatch(l -> l.startsWith(" "));
    return String.join(inLines ? "\n" : " ", lines);
  }

  // ---- mouse ---------------------------------------------------------------------------------

  @Override
  public Screen<JourneyWizard> scrolled(Screen<JourneyWizard> screen, int lines) {
    ScrollView text = plan(screen, screen.width() - 2, height(screen)).scroll(lines);
    return screen.at(screen.spot().scrolled(text.top()));
  }

  @Override
  public Update<Screen<JourneyWizard>, Effect> clicked(Screen<JourneyWizard> screen, int x, int y) {
    return switch (Buttons.at(height(screen), yes(screen), x, y)) {
      case 0 -> next(screen);
      case 1 -> back(screen);
      default -> Update.of(screen);
    };
  }

  // ---- drawing -------------------------------------------------------------------------------

  @Override
  public void draw(Screen<JourneyWizard> screen, Canvas room) {
    JourneyWizard wizard = screen.wizard();
    Glyphs glyphs = room.glyphs();
    if (wizard.starting()) {
      room.text(0, 0, glyphs.busy() + " Starting the run", Style.BUSY);
      return;
    }
    if (wizard.review().busy()) {
      String waits = " Asking the nodes what they have " + glyphs.ellipsis();
      room.text(0, 0, glyphs.busy() + waits, Style.BUSY);
      return;
    }
    ScrollView text = plan(screen, room.width(), room.height());
    text.draw(room, 0, 0, room.width(), text.page(), screen.spot().item() == 0);
    Buttons.draw(screen, this, room, yes(screen));
  }

  /** The plan as it is on this screen. */
  private static ScrollView plan(Screen<JourneyWizard> screen, int width, int height) {
    JourneyWizard.Review review = screen.wizard().review();
    List<String> lines = new ArrayList<>();
    JourneyReport.PlanMade made = review.made();
    if (!review.refusal().isEmpty()) {
      lines.add("Refused; nothing was changed.");
      lines.add("");
      lines.addAll(review.refusal().lines().toList());
    }
    if (made != null) {
      lines.addAll(made.words());
      for (Finding finding : made.findings()) {
        String kind = finding.status() == Finding.Status.FAILED ? "Refused: " : "Warning: ";
        lines.add("");
        lines.add(kind + finding.where() + ": " + finding.title() + ": " + finding.found());
        lines.add("  " + finding.remedy());
      }
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(screen.spot().other() ? made.plan().byPhase() : made.plan().byNode());
    }
    List<String> wrapped = new ArrayList<>();
    lines.forEach(l -> wrapped.addAll(Columns.wrap(l, Math.max(1, width - 1))));
    return new ScrollView(wrapped, screen.spot().scroll(), Math.max(1, height - 2));
  }

  @Override
  public List<Hint> hints(Screen<JourneyWizard> screen) {
    List<Hint> hints = new ArrayList<>();
    if (screen.wizard().mayStart()) {
      hints.add(new Hint("F10", going(screen)));
    }
    if (!screen.wizard().starting()) {
      hints.add(new Hint("F2", screen.spot().other() ? "by node" : "by phase"));
      hints.add(new Hint("F5", "plan again"));
    }
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("Esc", escaping(screen)));
    return hints;
  }

  @Override
  public String going(Screen<JourneyWizard> screen) {
    return yes(screen).toLowerCase(Locale.ROOT);
  }

  @Override
  public Reading<JourneyWizard> help(Screen<JourneyWizard> screen) {
    return JourneyPages.help(
        screen, "F10 goes on, F2 changes the order, F5 plans again, Esc goes back.");
  }

  @Override
  public List<String> problems(Screen<JourneyWizard> screen) {
    return List.of();
  }
}
