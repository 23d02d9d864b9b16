package io.quorate.cli;

import io.quorate.engine.Engine.CommandResult;
import io.quorate.engine.ExitCode;
import io.quorate.engine.JournalReader.End;
import io.quorate.engine.Recordings;
import io.quorate.engine.RunClient;
import io.quorate.engine.RunFolder;
import io.quorate.engine.Runs;
import io.quorate.run.RunEvent;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.panes.DashboardModel;
import io.quorate.tui.panes.RunCommand;
import io.quorate.tui.panes.RunDashboard;
import io.quorate.tui.terminal.TerminalDisplay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live panes of a run. */
final class RunPanes {

  private static final Logger LOG = LoggerFactory.getLogger(RunPanes.class);

  private RunPanes() {}

  /** Whether there is a terminal that can show them. */
  static boolean possible() {
    java.io.Console console = System.console();
    return console != null
        && console.isTerminal()
        && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
  }

  /**
   * Shows the run until it ends or the person leaves; the exit code that its end means.
   *
   * @throws Screens.UnusableException when no screen can be opened; nothing was shown
   */
  static int show(RunFolder folder)
      throws IOException, InterruptedException, Screens.UnusableException {
    AtomicReference<End> end = new AtomicReference<>();
    RunEvent.RunFinished finished;
    try (TerminalDisplay display = Screens.open()) {
      finished = show(display, folder, end);
    }
    if (finished == null) {
      if (end.get() instanceof End.Killed) {
        System.out.println(RunFollower.killed(folder));
        return ExitCode.FAILED;
      }
      System.out.println("The run goes on. `quorate attach` shows it again.");
      return ExitCode.INTERRUPTED;
    }
    System.out.println(finished.result() + ": " + finished.message());
    return ExitCode.of(finished.result());
  }

  /** On a display that is open already; null when the person left before the end. */
  static RunEvent.@org.jspecify.annotations.Nullable RunFinished show(
      TerminalDisplay display, RunFolder folder, AtomicReference<End> end)
      throws IOException, InterruptedException {
    RunClient client = new RunClient(folder);
    RunDashboard dashboard = new RunDashboard(Clock.systemUTC(), NextCommands.after(folder));
    ScreenLoop<DashboardModel, RunCommand> loop =
        new ScreenLoop<>(
            display,
            dashboard,
            (command, report) -> carryOut(display, folder, client, command, report));
    Thread follower =
        Thread.ofVirtual()
            .name("follower")
            .start(
                () -> {
                  remember(folder, loop);
                  follow(client, loop, end);
                });
    try {
      return loop.run().run().finished();
    } finally {
      follower.interrupt();
    }
  }

  private static void follow(
      RunClient client, ScreenLoop<DashboardModel, RunCommand> loop, AtomicReference<End> end) {
    try {
      end.set(client.follow(event -> report(loop, event)));
    } catch (IOException e) {
      LOG.error("the journal cannot be followed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void report(ScreenLoop<DashboardModel, RunCommand> loop, RunEvent event) {
    try {
      loop.report(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("the screen is gone", e));
    }
  }

  /** What earlier runs took lets the rest of this one be estimated. */
  private static void remember(RunFolder folder, ScreenLoop<DashboardModel, RunCommand> loop) {
    try {
      loop.report(new Recordings(Runs.standard()).durations(folder));
    } catch (IOException e) {
      LOG.info("no durations of earlier runs: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What came of it is said on the screen when it is not seen there anyway. */
  private static void carryOut(
      TerminalDisplay display,
      RunFolder folder,
      RunClient client,
      RunCommand command,
      Consumer<Object> report) {
    try {
      CommandResult result =
          switch (command) {
            case RunCommand.Retry retry -> client.retry(retry.step());
            case RunCommand.Skip skip -> client.leaveOut(skip.step());
            case RunCommand.Stop _ -> client.stop();
            case RunCommand.ReadLog log -> {
              Pager.show(display::outside, folder.events(), log.node());
              yield new CommandResult(true, "");
            }
            case RunCommand.Detach _ -> new CommandResult(true, "");
          };
      if (!result.ok()) {
        report.accept(new RunDashboard.Notice("Refused: " + result.message() + "."));
      }
    } catch (IOException e) {
      LOG.warn("{}", command, e);
      report.accept(new RunDashboard.Notice("That did not work: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
