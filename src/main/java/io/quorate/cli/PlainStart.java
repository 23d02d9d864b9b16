package io.quorate.cli;

import io.quorate.console.PlainWizard;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.RunFolder;
import io.quorate.journey.InventoryHome;
import io.quorate.journey.WizardWork;
import io.quorate.node.ssh.HostKeys;
import io.quorate.wizard.InstallWizard;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The wizard in questions and lines, from its beginning to the run's end. */
final class PlainStart {

  private PlainStart() {}

  /** What is done with the person at the terminal. */
  private interface Talking {
    int with(Prompts prompts) throws IOException, InterruptedException;
  }

  /** The install, in questions; the exit code. */
  static int install(InstallWizard wizard, boolean rehearse)
      throws IOException, InterruptedException {
    return talk(
        prompts -> {
          JourneyOptions options = new JourneyOptions();
          options.plain = true;
          RunFollower follower =
              new RunFollower(options, new PrintWriter(System.out, true), prompts);
          WizardWork work =
              new WizardWork(
                  HostKeys.standard(),
                  WizardOnScreen.keptAnswers(rehearse, wizard.goal()),
                  Launch.self(),
                  rehearse,
                  follower.decides(),
                  InventoryHome.fresh());
          String came = new PlainWizard(wizard, prompts, work::run).ask();
          return came == null
              ? ExitCode.DONE
              : wizard.goal().reachesHosts()
                  ? follower.follow(new RunFolder(Path.of(came)))
                  : written(prompts, came);
        });
  }

  /** The inventory alone, in questions. */
  static int inventory(InstallWizard wizard, InventoryHome home)
      throws IOException, InterruptedException {
    return talk(
        prompts -> {
          WizardWork work =
              new WizardWork(
                  HostKeys.standard(),
                  WizardOnScreen.keptAnswers(false, wizard.goal()),
                  Launch.self(),
                  false,
                  false,
                  home);
          String file = new PlainWizard(wizard, prompts, work::run).ask();
          return file == null ? ExitCode.INTERRUPTED : written(prompts, file);
        });
  }

  /** There is no terminal, which is said; the exit code. */
  static int nobody() {
    System.err.println(
        "error: the wizard asks, and nobody can be asked here: there is no terminal."
            + " `quorate install -i FILE --yes` and the commands of `quorate inventory"
            + " --help` work without one.");
    return ExitCode.INVALID;
  }

  private static int written(Prompts prompts, String file) {
    WizardOnScreen.written(file).forEach(prompts::say);
    return ExitCode.DONE;
  }

  private static int talk(Talking talking) throws IOException, InterruptedException {
    try (Prompts prompts = Prompts.open()) {
      if (prompts == null) {
        return nobody();
      }
      return talking.with(prompts);
    } catch (Prompts.Interrupted e) {
      System.err.println("Nothing was changed. The answers are kept, without passwords.");
      return ExitCode.INTERRUPTED;
    }
  }
}
