package io.quorate.cli;

import io.quorate.plan.facts.ClusterStatus;
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

/** How a cluster is, on a screen that looks again, and in lines. */
final class StatusScreen {

  private StatusScreen() {}

  /**
   * Until the person leaves.
   *
   * @return what the last look found; null when none came to its end
   */
  static @Nullable ClusterStatus show(
      TerminalDisplay display, ClusterSession session, Duration every) throws InterruptedException {
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

  static List<String> lines(ClusterStatus status) {
    List<String> lines = new ArrayList<>(List.of(StatusLines.headline(status), ""));
    StatusLines.of(status, ZoneId.systemDefault(), StatusLines.LOG_WIDTH)
        .forEach(row -> lines.add(row.text()));
    return lines;
  }
}
