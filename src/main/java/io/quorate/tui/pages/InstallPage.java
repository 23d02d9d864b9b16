package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.wizard.Effect;
import io.quorate.wizard.InstallWizard;
import java.util.List;

/** The short while until the run has its own process; then its dashboard has the screen. */
final class InstallPage implements PageView<InstallWizard> {

  static final PageView<InstallWizard> VIEW = new InstallPage();

  private InstallPage() {}

  @Override
  public int items(Screen<InstallWizard> screen) {
    return 0;
  }

  @Override
  public Update<Screen<InstallWizard>, Effect> key(Screen<InstallWizard> screen, KeyPress key) {
    return Update.of(screen);
  }

  @Override
  public void draw(Screen<InstallWizard> screen, Canvas canvas) {
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

  /** It has no buttons either. */
  @Override
  public boolean isInside(Screen<InstallWizard> screen) {
    return true;
  }

  @Override
  public List<Hint> hints(Screen<InstallWizard> screen) {
    return List.of(new Hint("F1", "help"), new Hint("^Q", "leave"));
  }

  @Override
  public Reading<InstallWizard> help(Screen<InstallWizard> screen) {
    return Reading.of("Install", screen.wizard().page().purpose());
  }

  @Override
  public List<String> problems(Screen<InstallWizard> screen) {
    return List.of();
  }
}
