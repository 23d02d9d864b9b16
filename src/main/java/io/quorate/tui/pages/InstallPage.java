package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.wizard.WizardEffect;
import java.util.List;

/** The short while until the run has its own process; then its dashboard has the screen. */
final class InstallPage implements PageView {

  static final PageView VIEW = new InstallPage();

  private InstallPage() {}

  @Override
  public int items(WizardScreen screen) {
    return 0;
  }

  @Override
  public Update<WizardScreen, WizardEffect> key(WizardScreen screen, KeyPress key) {
    return Update.of(screen);
  }

  @Override
  public void draw(WizardScreen screen, Canvas canvas) {
    String folder = screen.wizard().outlook().folder();
    String text =
        folder.isEmpty()
            ? "The inventory is written and the run gets its own process. It goes on even if this"
                + " terminal is lost; quorate attach shows it again."
            : "The run goes on in " + folder + "; quorate attach shows it.";
    canvas.text(0, 1, canvas.glyphs().busy() + " Starting", Style.BUSY);
    List<String> lines = Columns.wrap(text, canvas.width());
    for (int i = 0; i < lines.size(); i++) {
      canvas.text(0, 3 + i, lines.get(i), Style.NORMAL);
    }
  }

  @Override
  public List<Hint> hints(WizardScreen screen) {
    return List.of(new Hint("F1", "help"), new Hint("^Q", "leave"));
  }

  @Override
  public Overlay.Reading help(WizardScreen screen) {
    return new Overlay.Reading("Install", screen.page().purpose(), 0);
  }

  @Override
  public List<String> problems(WizardScreen screen) {
    return List.of();
  }
}
