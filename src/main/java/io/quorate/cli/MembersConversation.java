package io.quorate.cli;

import io.quorate.console.PlainMembers;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.RunFolder;
import io.quorate.journey.MembersWork;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.members.MembersProgram;
import io.quorate.tui.members.MembersScreen;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.usecase.ClusterSession;
import io.quorate.wizard.MembersEffect;
import io.quorate.wizard.MembersWizard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The wizards that add and remove nodes, on a screen or in lines, and the run that they start.
 *
 * @param open connections to the nodes that the file names
 * @param file the inventory's, which is brought up to date when the run is done
 */
record MembersConversation(
    JourneyOptions options, CommandContext talk, ClusterSession open, Path file) {

  /** Whether nothing was said yet that a wizard would ask, and there is somebody to ask. */
  static boolean wanted(JourneyOptions options, CommandContext talk) {
    return !options.dryRun && !options.yes && talk.prompts() != null;
  }

  /** Until the person leaves, or the run has ended; the exit code that this means. */
  int hold(MembersWizard wizard) throws IOException, InterruptedException {
    boolean panes = RunFollower.showsPanes(options);
    Prompts prompts = talk.prompts();
    MembersWork work =
        new MembersWork(
            open, file, Launch.self(), talk.decides(), options.invocation(file), wizard.drain());
    MembersWizard last = null;
    if (panes || prompts == null) {
      try {
        last = onScreen(wizard, work);
      } catch (Screens.UnusableException e) {
        e.tell().forEach(talk::say);
      }
    }
    if (last == null) {
      last = inLines(wizard, work, prompts);
    }
    if (last.folder().isEmpty()) {
      talk.say("Nothing was changed.");
      return ExitCode.INTERRUPTED;
    }
    int code = talk.follow(new RunFolder(Path.of(last.folder())));
    if (code == ExitCode.DONE || code == ExitCode.WARNINGS) {
      talk.conclude(last.afterwards());
    }
    return code;
  }

  private static MembersWizard inLines(
      MembersWizard wizard, MembersWork work, @Nullable Prompts prompts)
      throws IOException, InterruptedException {
    if (prompts == null) {
      throw new IOException("nobody can be asked here");
    }
    return new PlainMembers(wizard, prompts, work::run, Clock.systemUTC()).ask();
  }

  private MembersWizard onScreen(MembersWizard wizard, MembersWork work)
      throws InterruptedException, Screens.UnusableException {
    try (TerminalDisplay display = Screens.open()) {
      MembersProgram program =
          new MembersProgram(wizard, open.reach().rehearsal(), Clock.systemUTC());
      return new ScreenLoop<MembersScreen, MembersEffect>(display, program, work::run)
          .run()
          .wizard();
    }
  }
}
