package io.quorate.cli.wizard;

import io.quorate.cli.run.Launch;
import io.quorate.engine.RunFolder;
import io.quorate.journey.InventoryHome;
import io.quorate.journey.JourneyWork;
import io.quorate.journey.SavedWizard;
import io.quorate.journey.WizardWork;
import io.quorate.node.ssh.HostKeys;
import io.quorate.plan.ShellCommand;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.pages.InstallPages;
import io.quorate.tui.pages.JourneyPages;
import io.quorate.tui.pages.Screen;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.usecase.StateFolders;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Exit;
import io.quorate.wizard.Goal;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.journey.JourneyWizard;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wizards on a terminal.
 *
 * @param rehearse whether the nodes are simulated
 */
public record OnScreen(TerminalDisplay display, boolean rehearse) {

  /** Where answers are kept for a later start; those of an install apart from those of a file. */
  static SavedWizard keptAnswers(boolean rehearse, Goal goal) {
    String name = goal.reachesHosts() ? "wizard.yaml" : "inventory-wizard.yaml";
    return new SavedWizard(StateFolders.state().resolve(rehearse ? "rehearsed-" + name : name));
  }

  /** Until the person leaves, the run has started, or the inventory is written. */
  public @Nullable Exit show(InstallWizard wizard) throws InterruptedException {
    return show(wizard, InventoryHome.fresh());
  }

  /** The same, for what was read from a file. */
  public @Nullable Exit show(InstallWizard wizard, InventoryHome home) throws InterruptedException {
    SavedWizard saved = keptAnswers(rehearse, wizard.goal());
    WizardWork work =
        new WizardWork(HostKeys.standard(), saved, Launch.self(), rehearse, true, home);
    ScreenLoop<Screen<InstallWizard>, Effect> loop =
        new ScreenLoop<>(display, InstallPages.shell(wizard, rehearse), work::run);
    return loop.run().exit();
  }

  /** A journey, until the person leaves, the run has started, or there is nothing to run. */
  public Screen<JourneyWizard> show(JourneyWizard wizard, JourneyWork work)
      throws InterruptedException {
    ScreenLoop<Screen<JourneyWizard>, Effect> loop =
        new ScreenLoop<>(
            display, JourneyPages.shell(wizard, rehearse, Clock.systemUTC()), work::run);
    return loop.run();
  }

  /** The folder of the run that was started; null when none was. */
  static @Nullable RunFolder runOf(@Nullable Exit exit) {
    return exit instanceof Exit.Started run ? new RunFolder(Path.of(run.folder())) : null;
  }

  /** What is said once the terminal is given back; nothing when nothing was written. */
  public static List<String> lastWords(@Nullable Exit exit) {
    return exit instanceof Exit.Written written ? written(written.path()) : List.of();
  }

  /** What can be done with an inventory that was just written. */
  static List<String> written(String path) {
    return List.of(
        "Written: " + path + " (readable by its owner only).",
        "  "
            + ShellCommand.of("quorate", "install", "-i", path).with("--dry-run")
            + "    what would change",
        "  "
            + ShellCommand.of("quorate", "inventory", "convert", "-i", path)
                .with("--to", "markdown")
            + "    for the wiki");
  }
}
