package io.quorate.cli;

import io.quorate.console.PlainWizard;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.RunFolder;
import io.quorate.journey.SavedWizard;
import io.quorate.journey.WizardWork;
import io.quorate.node.HostKeys;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.SavedAnswers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The wizard in questions and lines, from its beginning to the run's end. */
final class PlainStart {

  private PlainStart() {}

  /**
   * @param answers of a wizard that was left; null when there are none
   * @return the exit code
   */
  static int ask(
      SavedWizard saved, @Nullable SavedAnswers answers, LocalDate today, boolean rehearse)
      throws IOException, InterruptedException {
    try (Prompts prompts = Prompts.open()) {
      if (prompts == null) {
        System.err.println(
            "error: the wizard asks, and nobody can be asked here: there is no terminal."
                + " `quorate install -i FILE --yes` works without one.");
        return ExitCode.INVALID;
      }
      if (rehearse) {
        prompts.say("REHEARSAL: the nodes are simulated. Nothing real is reached or changed.");
      }
      JourneyOptions options = new JourneyOptions();
      options.plain = true;
      RunFollower follower = new RunFollower(options, new PrintWriter(System.out, true), prompts);
      String folder = answered(prompts, saved, answers, today, rehearse, follower.decides());
      return folder == null ? ExitCode.DONE : follower.follow(new RunFolder(Path.of(folder)));
    } catch (Prompts.Interrupted e) {
      System.err.println("Nothing was changed. The answers are kept, without passwords.");
      return ExitCode.INTERRUPTED;
    }
  }

  /** The folder of the run that was started; null when none was. */
  private static @Nullable String answered(
      Prompts prompts,
      SavedWizard saved,
      @Nullable SavedAnswers answers,
      LocalDate today,
      boolean rehearse,
      boolean decides)
      throws InterruptedException {
    InstallWizard wizard =
        answers != null && prompts.confirm("Go on with the answers that were left?")
            ? InstallWizard.resumed(answers, today)
            : InstallWizard.fresh(today);
    WizardWork work = new WizardWork(HostKeys.standard(), saved, Launch.self(), rehearse, decides);
    return new PlainWizard(wizard, prompts, work::run).ask();
  }
}
