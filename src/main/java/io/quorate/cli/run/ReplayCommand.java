package io.quorate.cli.run;

import io.quorate.cli.screen.Screens;
import io.quorate.engine.ExitCode;
import io.quorate.engine.JournalReader;
import io.quorate.engine.Recordings;
import io.quorate.engine.Runs;
import io.quorate.run.Death;
import io.quorate.run.EventJson;
import io.quorate.run.RunEvent;
import io.quorate.tui.terminal.TerminalDisplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate replay}: a recorded run in the panes of a live one. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plays a recorded run in the same panes, with pause, speed and seek. Nothing is done.",
      "Without a terminal its events are printed, one a line, without waiting.",
      ""
    },
    footer = {
      "",
      "Keys: Space pause; , . ten seconds and < > a minute back and ahead; + - speed;"
          + " 0 to 9 tenths of the run; e next failure; q leave; the others as in a live run."
    })
public final class ReplayCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "A run's id or how it begins, its folder, or a journal. Default: the newest.")
  private String run = "";

  @Option(
      names = "--speed",
      paramLabel = "1..100",
      description = "Seconds of the recording in a second. Default: 1.")
  private int speed = 1;

  @Option(names = "--plain", description = "One line an event instead of panes.")
  private boolean plain;

  @Option(names = "--json", description = "The events as JSON, one object a line.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "With --plain: what the commands printed, too.")
  private boolean verbose;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (speed < 1 || speed > 100) {
      System.err.println(
          "error: --speed " + speed + " is not possible; it is a whole number from 1 to 100.");
      return ExitCode.INVALID;
    }
    Path journal = RunArgument.journal(run, new Recordings(Runs.standard()));
    if (journal == null) {
      return ExitCode.INVALID;
    }
    List<RunEvent> events = JournalReader.read(journal);
    if (events.isEmpty()) {
      System.err.println("error: " + journal + " holds no event yet.");
      return ExitCode.INVALID;
    }
    boolean open = events.stream().noneMatch(RunEvent.RunFinished.class::isInstance);
    Death death = open ? RunArgument.death(journal) : null;
    if (json) {
      events.forEach(e -> print(EventJson.write(e)));
      if (death != null) {
        print(EventJson.died(death));
      }
    } else if (plain || !RunPanes.possible()) {
      lines(events, death);
    } else {
      try (TerminalDisplay display = Screens.open()) {
        ReplayScreen.play(display, journal, events, death, speed);
      } catch (Screens.UnusableException e) {
        e.tell().forEach(this::print);
        lines(events, death);
      }
    }
    return ExitCode.DONE;
  }

  private void lines(List<RunEvent> events, @Nullable Death death) {
    ReplayScreen.lines(events, death, verbose).forEach(this::print);
  }

  private void print(String line) {
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
