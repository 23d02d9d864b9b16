package io.quorate.cli.run;

import io.quorate.cli.screen.Pager;
import io.quorate.cli.screen.Screens;
import io.quorate.console.OwnTerminal;
import io.quorate.engine.Engine.CommandResult;
import io.quorate.engine.ExitCode;
import io.quorate.engine.JournalReader.End;
import io.quorate.engine.Recordings;
import io.quorate.engine.RunClient;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunMeta;
import io.quorate.engine.Runs;
import io.quorate.plan.FileFailure;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.panes.DashboardModel;
import io.quorate.tui.panes.RunCommand;
import io.quorate.tui.panes.RunDashboard;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.usecase.Rescue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live panes of a run. */
public final class RunPanes {

  private static final Logger LOG = LoggerFactory.getLogger(RunPanes.class);

  /**
   * What came of a screen.
   *
   * @param resume whether the person wants to go on with the run
   */
  record Seen(int code, boolean resume) {}

  private RunPanes() {}

  /** Whether there is a terminal that can show them. */
  public static boolean possible() {
    return OwnTerminal.isThere() && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
  }

  /**
   * Shows the run until it ends or the person leaves.
   *
   * @throws Screens.UnusableException when no screen can be opened; nothing was shown
   */
  static Seen show(RunFolder folder)
      throws IOException, InterruptedException, Screens.UnusableException {
    return show(folder, Screens.open());
  }

  /** The same on a screen that is there, which is closed at the end. */
  static Seen show(RunFolder folder, TerminalDisplay screen)
      throws IOException, InterruptedException {
    DashboardModel last;
    try (TerminalDisplay display = screen) {
      last = show(display, folder);
    }
    ProcessDeath death = last.run().death();
    RunEvent.RunFinished finished = last.run().finished();
    if (death != null) {
      System.out.println(RunFollower.died(folder, death));
    } else if (finished == null) {
      System.out.println("The run goes on. `quorate attach` shows it again.");
    } else {
      System.out.println(finished.result() + ": " + finished.message());
    }
    int code = finished == null ? ExitCode.INTERRUPTED : ExitCode.of(finished.result());
    return new Seen(code, last.resumes());
  }

  private static DashboardModel show(TerminalDisplay display, RunFolder folder)
      throws IOException, InterruptedException {
    RunClient client = new RunClient(folder);
    RunDashboard dashboard =
        new RunDashboard(Clock.systemUTC(), NextCommands.after(folder), mayResume(folder));
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
                  follow(client, loop);
                });
    try {
      return loop.run();
    } finally {
      follower.interrupt();
    }
  }

  /**
   * Only the newest run of a journey can be gone on with, and a rescue only where its file is
   * known.
   */
  private static BooleanSupplier mayResume(RunFolder folder) {
    return () -> {
      try {
        RunMeta meta = folder.meta();
        boolean named = !meta.asked().inventory().isEmpty();
        boolean here = meta.result() != null || folder.death().isCertain();
        return here
            && (named || !meta.journey().equals(Rescue.NAME))
            && Runs.standard().list().stream()
                .filter(e -> e.meta().journey().equals(meta.journey()))
                .filter(e -> e.meta().rehearsal() == meta.rehearsal())
                .findFirst()
                .filter(e -> e.folder().id().equals(folder.id()))
                .isPresent();
      } catch (IOException e) {
        LOG.warn("no run can be gone on with", e);
        return false;
      }
    };
  }

  private static void follow(RunClient client, ScreenLoop<DashboardModel, RunCommand> loop) {
    try {
      if (client.follow(
              event -> report(loop, event),
              pause -> report(loop, new RunDashboard.Notice(pause.sentence())))
          instanceof End.Died died) {
        report(loop, died.why());
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("the journal cannot be followed", e);
      report(
          loop,
          new RunDashboard.Notice(
              "The journal cannot be followed, this picture stands still: "
                  + FileFailure.words(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void report(ScreenLoop<DashboardModel, RunCommand> loop, Object news) {
    try {
      loop.report(news);
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
      LOG.info("no durations of earlier runs: {}", FileFailure.words(e));
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
            case RunCommand.Copy copy -> {
              report.accept(new Clipboard(display).copy(copy.text(), copy.what()));
              yield new CommandResult(true, "");
            }
            case RunCommand.CopyLogPath log -> {
              report.accept(new Clipboard(display).logPath(folder.events(), log.node()));
              yield new CommandResult(true, "");
            }
            case RunCommand.Call call -> {
              display.call(call.words());
              yield new CommandResult(true, "");
            }
            case RunCommand.Detach _ -> new CommandResult(true, "");
          };
      if (!result.ok()) {
        report.accept(new RunDashboard.Notice("Refused: " + result.message() + "."));
      }
    } catch (IOException e) {
      LOG.warn("{}", command, e);
      report.accept(new RunDashboard.Notice(refusal(folder, e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Between its death and the moment when the screen hears of it, a run takes no commands. */
  private static String refusal(RunFolder folder, IOException problem) {
    try {
      if (!folder.meta().isAlive()) {
        return "Nothing takes that any more: the run's process is gone.";
      }
    } catch (IOException e) {
      LOG.warn("no meta data", e);
    }
    return "That did not work: " + FileFailure.words(problem);
  }
}
