package io.quorate.tui.panes;

import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.run.RunState;
import io.quorate.tui.Sanitizer;
import java.util.List;

/** When somebody who looks elsewhere is called to the screen: to decide, and at the end. */
final class Calls {

  private Calls() {}

  /**
   * @param asked whether the run waited for a decision before these events
   */
  static List<RunCommand> after(boolean asked, List<?> events, RunState run) {
    if (events.stream().anyMatch(RunEvent.RunFinished.class::isInstance)) {
      return end(run);
    }
    return !asked && run.awaitingDecision()
        ? List.of(call(run, "waits for your decision"))
        : List.of();
  }

  static List<RunCommand> end(RunState run) {
    RunEvent.RunFinished end = run.finished();
    if (end == null) {
      return List.of();
    }
    ProcessDeath death = run.death();
    return List.of(call(run, death == null ? Wording.result(end.result()) : death.headline()));
  }

  private static RunCommand call(RunState run, String news) {
    RunEvent.RunStarted started = run.started();
    String name = started == null ? "the run" : started.journey() + " of " + started.cluster();
    return new RunCommand.Call(Sanitizer.line(name + ": " + news));
  }
}
