package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.ScrollView;
import io.quorate.wizard.WizardEffect;
import io.quorate.wizard.WizardReport;
import java.util.ArrayList;
import java.util.List;

/** How the run ended, with the evidence, and what one types next. */
final class DonePage implements PageView {

  static final PageView VIEW = new DonePage();

  private DonePage() {}

  @Override
  public int items(WizardScreen screen) {
    return 0;
  }

  @Override
  public Update<WizardScreen, WizardEffect> key(WizardScreen screen, KeyPress key) {
    ScrollView before = text(screen, screen.width() - 2, screen.height() - 5, Glyphs.ASCII);
    ScrollView after = before.handle(key);
    if (after.top() != before.top()) {
      return Update.of(screen.at(screen.spot().scrolled(after.top())));
    }
    boolean ends = key.is(KeyPress.Key.ENTER) || key.is('q');
    return ends ? WizardProgram.next(screen) : Update.of(screen);
  }

  @Override
  public WizardScreen scrolled(WizardScreen screen, int lines) {
    ScrollView text = text(screen, screen.width() - 2, screen.height() - 5, Glyphs.ASCII);
    return screen.at(screen.spot().scrolled(text.scroll(lines).top()));
  }

  @Override
  public void draw(WizardScreen screen, Canvas canvas) {
    WizardReport.RunEnded end = screen.wizard().outlook().end();
    if (end == null) {
      return;
    }
    Glyphs glyphs = canvas.glyphs();
    char sign = end.verified() ? glyphs.good() : glyphs.warning();
    Style style = end.verified() ? Style.GOOD : Style.WARNING;
    canvas.text(0, 0, sign + " " + end.summary(), style);
    ScrollView text = text(screen, canvas.width(), canvas.height(), glyphs);
    text.draw(canvas, 0, 2, canvas.width(), canvas.height() - 4, true);
    canvas.text(0, canvas.height() - 1, "[ Finish ]", Style.FOCUS);
  }

  private static ScrollView text(WizardScreen screen, int width, int height, Glyphs glyphs) {
    WizardReport.RunEnded end = screen.wizard().outlook().end();
    List<String> lines = new ArrayList<>();
    if (end != null) {
      lines.add("What was asked, and what came back:");
      end.evidence().forEach(e -> lines.addAll(item(glyphs.bullet(), e, width)));
      lines.addAll(List.of("", "What comes next:"));
      end.nextCommands().forEach(c -> lines.addAll(item(glyphs.arrow(), c, width)));
    }
    return new ScrollView(lines, screen.spot().scroll(), Math.max(1, height - 4));
  }

  private static List<String> item(char sign, String text, int width) {
    List<String> wrapped = Columns.wrap(text, width - 5);
    List<String> lines = new ArrayList<>();
    for (String line : wrapped) {
      lines.add((lines.isEmpty() ? "  " + sign + " " : "    ") + line);
    }
    return lines;
  }

  @Override
  public List<Hint> hints(WizardScreen screen) {
    return List.of(
        new Hint("Enter", "finish"), new Hint("arrows", "scroll"), new Hint("F1", "help"));
  }

  @Override
  public Overlay.Reading help(WizardScreen screen) {
    return new Overlay.Reading(
        "Done",
        "Done is said only when every check agrees; each line is one of them with what it"
            + " answered. The inventory is the cluster's description from now on: changing it and"
            + " running quorate install -i FILE brings the cluster to what it says.",
        0);
  }

  @Override
  public List<String> problems(WizardScreen screen) {
    return List.of();
  }
}
