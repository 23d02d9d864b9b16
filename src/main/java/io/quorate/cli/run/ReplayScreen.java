package io.quorate.cli.run;

import io.quorate.cli.screen.Pager;
import io.quorate.console.RunLines;
import io.quorate.plan.FileFailure;
import io.quorate.run.Death;
import io.quorate.run.RunEvent;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.panes.ReplayModel;
import io.quorate.tui.panes.ReplayProgram;
import io.quorate.tui.panes.RunCommand;
import io.quorate.tui.panes.RunDashboard;
import io.quorate.tui.terminal.TerminalDisplay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A recorded run, in the panes of a live one and in lines. */
public final class ReplayScreen {

  private ReplayScreen() {}

  /**
   * Until the person leaves.
   *
   * @param death how its process ended where it left no last word; null: it did
   * @param speed seconds of the recording in a second, 1 to 100
   */
  public static void play(
      TerminalDisplay display,
      Path journal,
      List<RunEvent> events,
      @Nullable Death death,
      int speed)
      throws InterruptedException {
    ReplayProgram program =
        new ReplayProgram(
            events, death, speed, List.of("quorate report " + RunArgument.name(journal)));
    ScreenLoop<ReplayModel, RunCommand> loop =
        new ScreenLoop<>(
            display, program, (command, report) -> carryOut(display, journal, command, report));
    loop.run();
  }

  private static void carryOut(
      TerminalDisplay display, Path journal, RunCommand command, Consumer<Object> report) {
    switch (command) {
      case RunCommand.ReadLog(String node) -> readLog(display, journal, node, report);
      case RunCommand.Copy(String text, String what) ->
          report.accept(new Clipboard(display).copy(text, what));
      // A recording may lie where nothing should be written.
      case RunCommand.CopyLogPath _ -> report.accept(new Clipboard(display).path(journal));
      case RunCommand.Call _,
          RunCommand.Detach _,
          RunCommand.Retry _,
          RunCommand.Skip _,
          RunCommand.Stop _ ->
          throw new IllegalArgumentException("not of a recording: " + command);
    }
  }

  private static void readLog(
      TerminalDisplay display, Path journal, String node, Consumer<Object> report) {
    try {
      Pager.show(display::outside, journal, node);
    } catch (IOException e) {
      report.accept(new RunDashboard.Notice("The log cannot be shown: " + FileFailure.words(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static List<String> lines(List<RunEvent> events, @Nullable Death death, boolean verbose) {
    RunLines format = new RunLines(verbose, ZoneId.systemDefault());
    List<String> lines = new ArrayList<>();
    events.forEach(e -> lines.addAll(format.of(e)));
    if (death != null) {
      lines.add(death.why().sentence());
    }
    return lines;
  }
}
