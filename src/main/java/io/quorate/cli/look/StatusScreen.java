package io.quorate.cli.look;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.run.RunPanes;
import io.quorate.cli.screen.Screens;
import io.quorate.engine.ExitCode;
import io.quorate.plan.facts.ClusterStatus;
import io.quorate.plan.facts.StatusJson;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.status.StatusDashboard;
import io.quorate.tui.status.StatusLines;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.StatusLook;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is, on a screen that looks again, and in lines.
 *
 * @param json for a program: one object, one line, each time
 * @param plain in lines, also where looks follow one another on a terminal
 */
public record StatusScreen(ClusterSession session, boolean json, boolean plain) {

  /**
   * Looks once, or again and again until the person leaves.
   *
   * @param every the pause between two looks; zero: one look
   * @return the exit code that the last look means
   */
  int show(Duration every, CommandContext talk) throws InterruptedException {
    int nodes = session.inventory().hosts().size();
    if (session.failures().size() == nodes) {
      talk.say(
          "error: The state of the cluster is unknown: SSH does not reach "
              + (nodes == 1 ? "its only node" : "any of its " + nodes + " nodes")
              + ".");
      session.failures().values().stream()
          .map(f -> "    " + f.getMessage())
          .distinct()
          .forEach(talk::say);
      talk.say(
          "    Whether the cluster serves its pods cannot be seen from here: check the network"
              + " between this machine and the nodes, and the login, first.");
      return ExitCode.FAILED;
    }
    boolean watches = !every.isZero();
    if (watches && !json && !plain && RunPanes.possible()) {
      try (TerminalDisplay display = Screens.open()) {
        return code(onScreen(display, every));
      } catch (Screens.UnusableException e) {
        e.tell().forEach(talk::say);
      }
    }
    StatusLook look = new StatusLook(session);
    ClusterStatus status = look.first();
    print(status, talk);
    while (watches) {
      Thread.sleep(every);
      status = look.anew();
      print(status, talk);
    }
    return code(status);
  }

  /**
   * Until the person leaves.
   *
   * @return what the last look found; null when none came to its end
   */
  public @Nullable ClusterStatus onScreen(TerminalDisplay display, Duration every)
      throws InterruptedException {
    StatusDashboard program = new StatusDashboard(every, Clock.systemUTC(), ZoneId.systemDefault());
    StatusLook look = new StatusLook(session);
    return new ScreenLoop<StatusDashboard.Model, StatusDashboard.Look>(
            display, program, (effect, report) -> look(look, report))
        .run()
        .status();
  }

  private static void look(StatusLook look, Consumer<Object> report) {
    try {
      report.accept(look.anew());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look, in lines. */
  public List<String> lines() throws InterruptedException {
    return lines(new StatusLook(session).first());
  }

  private static List<String> lines(ClusterStatus status) {
    List<String> lines = new ArrayList<>(List.of(StatusLines.headline(status), ""));
    StatusLines.of(status, ZoneId.systemDefault(), StatusLines.LOG_WIDTH)
        .forEach(row -> lines.add(row.text()));
    return lines;
  }

  private void print(ClusterStatus status, CommandContext talk) {
    (json ? List.of(StatusJson.write(status)) : lines(status)).forEach(talk::print);
  }

  /** Null: no look came to its end. */
  private static int code(@Nullable ClusterStatus status) {
    if (status == null) {
      return ExitCode.INTERRUPTED;
    }
    return switch (status.state()) {
      case HEALTHY -> ExitCode.DONE;
      case DEGRADED -> ExitCode.WARNINGS;
      case DOWN -> ExitCode.FAILED;
    };
  }
}
