package io.quorate.cli.run;

import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.screen.CrashPage;
import io.quorate.cli.screen.Screens;
import io.quorate.console.Prompts;
import io.quorate.console.RunLines;
import io.quorate.engine.ExitCode;
import io.quorate.engine.JournalReader;
import io.quorate.engine.JournalReader.End;
import io.quorate.engine.RunFolder;
import io.quorate.run.EventJson;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.tui.ScreenFailure;
import io.quorate.tui.terminal.TerminalDisplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a run until it ends: as panes, as lines, or as JSON. */
public final class RunFollower {

  private static final Logger LOG = LoggerFactory.getLogger(RunFollower.class);

  private final JourneyOptions options;
  private final PrintWriter out;
  private final @Nullable Prompts prompts;

  /**
   * @param prompts asks a person; null when nobody can be asked
   */
  public RunFollower(JourneyOptions options, PrintWriter out, @Nullable Prompts prompts) {
    this.options = options;
    this.out = out;
    this.prompts = prompts;
  }

  /** Whether a person can decide about failures: a log, or a build's job, waits for nobody. */
  public boolean decides() {
    return showsPanes(options) || asks();
  }

  private boolean asks() {
    String job = System.getenv().getOrDefault("CI", "");
    return prompts != null
        && !options.json
        && !options.yes
        && (job.isEmpty() || job.equals("false"));
  }

  /** Whether the run is shown as panes, from which a person can decide about failures. */
  public static boolean showsPanes(JourneyOptions options) {
    return !options.json && !options.plain && RunPanes.possible();
  }

  /** The exit code that the run's end means. */
  public int follow(RunFolder folder) throws IOException, InterruptedException {
    if (options.json) {
      return exitCode(
          folder,
          JournalReader.follow(
              folder,
              event -> print(EventJson.write(event)),
              pause -> print(EventJson.paused(pause))));
    }
    return showsPanes(options) ? inPanes(folder, () -> RunPanes.show(folder)) : inLines(folder);
  }

  /** The same on a screen that is there already, which is closed at the end. */
  public int follow(RunFolder folder, TerminalDisplay display)
      throws IOException, InterruptedException {
    return inPanes(folder, () -> RunPanes.show(folder, display));
  }

  /** The live panes of a run. */
  private interface Panes {
    RunPanes.Seen show() throws IOException, InterruptedException, Screens.UnusableException;
  }

  /** Whatever becomes of the screen, the run is shown: then in lines. */
  private int inPanes(RunFolder folder, Panes panes) throws IOException, InterruptedException {
    try {
      RunPanes.Seen seen = panes.show();
      if (seen.resume()) {
        throw resume(folder);
      }
      return seen.code();
    } catch (Screens.UnusableException e) {
      e.tell().forEach(this::print);
    } catch (ScreenFailure e) {
      CrashPage.of("error", e).forEach(this::print);
    } catch (UncheckedIOException e) {
      LOG.error("the screen is lost", e);
      print("error: " + e.getMessage());
      CrashPage.goingOn().forEach(this::print);
      return ExitCode.FAILED;
    }
    print("Run " + folder.id() + " goes on without it, and is shown in lines:");
    if (prompts != null) {
      return inLines(folder);
    }
    try (Prompts person = Prompts.open()) {
      return new RunFollower(options, out, person).inLines(folder);
    }
  }

  /** The command that the closing page names, as if it had been typed. */
  private NextCommandException resume(RunFolder folder) throws IOException {
    NextCommands next = NextCommands.after(folder);
    print("$ " + next.resume());
    List<String> unkept = options.vault.unkept();
    if (unkept.isEmpty() && !next.asked().lacking().isEmpty()) {
      print("It was given --vault-password-command, which is not kept: the password is asked for.");
    }
    List<String> words = next.resume().with(unkept).words();
    return new NextCommandException(words.subList(1, words.size()));
  }

  private int inLines(RunFolder folder) throws IOException, InterruptedException {
    Prompts person = prompts;
    return person != null && asks()
        ? follow(folder, new DecidingPerson(folder, person, out))
        : exitCode(folder, JournalReader.follow(folder, lines(), pause -> print(pause.sentence())));
  }

  private int follow(RunFolder folder, DecidingPerson person)
      throws IOException, InterruptedException {
    try {
      return exitCode(folder, person.follow(lines()));
    } catch (Prompts.Interrupted e) {
      print("The run goes on, and waits for a decision. `quorate attach --plain` asks again.");
      return ExitCode.INTERRUPTED;
    }
  }

  private Consumer<RunEvent> lines() {
    RunLines lines = new RunLines(options.verbose, ZoneId.systemDefault());
    return event -> lines.of(event).forEach(this::print);
  }

  private int exitCode(RunFolder folder, End end) throws IOException {
    return switch (end) {
      case End.Finished finished -> ExitCode.of(finished.event().result());
      case End.Died died -> {
        print(options.json ? EventJson.died(died.death()) : died(folder, died.why()));
        yield ExitCode.FAILED;
      }
    };
  }

  /** What a person is told about a run whose process is gone. */
  static String died(RunFolder folder, ProcessDeath why) throws IOException {
    if (!why.isCertain()) {
      return why.sentence();
    }
    return why.sentence()
        + " "
        + NextCommands.after(folder).resumeWords()
        + " goes on where it was cut off.";
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
