package io.quorate.cli;

import io.quorate.engine.ExitCode;
import io.quorate.engine.RunFolder;
import io.quorate.inventory.Inventory;
import io.quorate.journey.MembersWork;
import io.quorate.journey.Reach;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.members.MembersProgram;
import io.quorate.tui.members.MembersScreen;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.wizard.MembersEffect;
import io.quorate.wizard.MembersWizard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** The wizards that add and remove nodes, and the panes of the run that they start. */
final class MembersOnScreen {

  private MembersOnScreen() {}

  /** Whether nothing was said yet that a wizard would ask, and there is a screen for one. */
  static boolean wanted(JourneyOptions options) {
    return !options.dryRun && !options.yes && RunFollower.showsPanes(options);
  }

  /** Until the person leaves, or the run has ended; the exit code that this means. */
  static int show(MembersWizard.Kind kind, Inventory inventory, Reach reach, Path file)
      throws IOException, InterruptedException {
    MembersWork work = new MembersWork(inventory, reach, file, Launch.self());
    MembersScreen last;
    try (TerminalDisplay display = Screens.open()) {
      MembersProgram program =
          new MembersProgram(
              MembersWizard.of(kind, inventory), reach.rehearsal(), Clock.systemUTC());
      last = new ScreenLoop<MembersScreen, MembersEffect>(display, program, work::run).run();
    }
    String folder = last.wizard().folder();
    if (folder.isEmpty()) {
      System.out.println("Nothing was changed.");
      return ExitCode.INTERRUPTED;
    }
    return RunPanes.show(new RunFolder(Path.of(folder)));
  }
}
