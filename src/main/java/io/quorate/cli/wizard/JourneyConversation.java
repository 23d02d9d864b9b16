package io.quorate.cli.wizard;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.run.Launch;
import io.quorate.cli.run.RunFollower;
import io.quorate.cli.screen.Screens;
import io.quorate.console.PlainJourney;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.RunFolder;
import io.quorate.journey.JourneyWork;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.usecase.ClusterSession;
import io.quorate.wizard.journey.Choices;
import io.quorate.wizard.journey.Cluster;
import io.quorate.wizard.journey.Journey;
import io.quorate.wizard.journey.JourneyWizard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The wizard of a journey whose command was given, on a screen or in lines, and its run. */
public record JourneyConversation(JourneyOptions options, CommandContext talk) {

  /** Whether nothing was said yet that a wizard would ask, and there is somebody to ask. */
  public static boolean wanted(JourneyOptions options, CommandContext talk) {
    return !options.dryRun && !options.yes && talk.prompts() != null;
  }

  /**
   * Until the person leaves, or the run has ended; the exit code that this means.
   *
   * @param open connections to the nodes that the file names; whoever opened them closes them
   * @param choices what was said before
   */
  public int hold(Journey journey, ClusterSession open, Path file, Choices choices)
      throws IOException, InterruptedException {
    Cluster cluster = new Cluster(open.inventory(), file, open.reach().rehearsal());
    JourneyWizard wizard = JourneyWizard.of(journey, cluster, choices);
    JourneyWork work =
        new JourneyWork(
                cluster.rehearsal(),
                options.vault::vault,
                Launch.self(),
                talk.decides(),
                options::invocation)
            .on(open);
    Prompts prompts = talk.prompts();
    if (RunFollower.showsPanes(options) || prompts == null) {
      try (TerminalDisplay display = Screens.open()) {
        JourneyWizard last = new OnScreen(display, cluster.rehearsal()).show(wizard, work).wizard();
        return last.folder().isEmpty() ? left(display) : ended(last, follow(last, display));
      } catch (Screens.UnusableException e) {
        e.tell().forEach(talk::say);
      }
    }
    JourneyWizard last = inLines(wizard, work, prompts);
    return last.folder().isEmpty()
        ? left(null)
        : ended(last, talk.follow(new RunFolder(Path.of(last.folder()))));
  }

  private int left(@Nullable TerminalDisplay display) {
    if (display != null) {
      display.close();
    }
    talk.say("Nothing was changed.");
    return ExitCode.INTERRUPTED;
  }

  private int follow(JourneyWizard last, TerminalDisplay display)
      throws IOException, InterruptedException {
    return talk.follow(new RunFolder(Path.of(last.folder())), display);
  }

  private int ended(JourneyWizard last, int code) {
    if (code == ExitCode.DONE || code == ExitCode.WARNINGS) {
      talk.conclude(last.afterwards());
    }
    return code;
  }

  private static JourneyWizard inLines(
      JourneyWizard wizard, JourneyWork work, @Nullable Prompts prompts)
      throws IOException, InterruptedException {
    if (prompts == null) {
      throw new IOException("nobody can be asked here");
    }
    return new PlainJourney(wizard, prompts, work::run, Clock.systemUTC()).ask();
  }
}
