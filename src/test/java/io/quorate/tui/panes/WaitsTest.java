package io.quorate.tui.panes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Phase;
import io.quorate.run.Durations;
import io.quorate.run.NodeState;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepResult;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WaitsTest {

  private static String of(RehearsedRun run, int node) {
    return of(new Pilot(run).model, node);
  }

  private static String of(DashboardModel model, int node) {
    NodeState state =
        model.run().nodes().stream()
            .filter(n -> n.name().equals(RehearsedRun.node(node)))
            .findFirst()
            .orElseThrow();
    return Waits.of(model, state).text();
  }

  @Test
  void aNodeThatWaitsTellsForWhomAndWhatTakesLongest() {
    assertThat(of(RunDashboardTest.waiting(), 2))
        .contains(
            "node-2 waits with \"Install containerd\".",
            "What it waits for, first what is next:\n  node-3: Prepare the system, 0:12",
            "and, not as long, for 1 more",
            "The longest way to the end",
            "Of 4 of them nobody knows how long they take.");
    assertThat(of(RehearsedRun.inPhases(3).begin(Phase.PREPARE, 1), 2))
        .contains("No step like these has been done yet");
  }

  @Test
  void whatIsLeftIsSaidWhereItWasRecorded() {
    Durations.Recorder recorder = new Durations.Recorder();
    recorder.take(
        new RunEvent.StepFinished(
            RehearsedRun.BEGIN,
            RehearsedRun.step(Phase.PREPARE, 1),
            RehearsedRun.node(1),
            StepResult.CHANGED,
            60_000,
            null));
    RehearsedRun run = RehearsedRun.inPhases(3);
    for (int i = 1; i <= 3; i++) {
      run.begin(Phase.PREPARE, i);
    }
    Pilot pilot = new Pilot(run.after(12));
    pilot.tell(new Message.Reported(recorder.durations()));
    assertThat(of(pilot.model, 2))
        .contains("node-3: Prepare the system, 0:12, about 0:48 left", "nobody knows how long");
  }

  @Test
  void aNodeAtWorkWaitsForNothing() {
    assertThat(of(RunDashboardTest.waiting(), 1))
        .startsWith("node-1 waits for nothing: it works on Prepare the system, 0:12.");
    assertThat(of(RunDashboardTest.waiting().lose(1, "no route to host"), 1))
        .startsWith("node-1 cannot be reached, and is tried again: no route to host");
  }

  @Test
  void aNodeThatFailedWaitsForThePerson() {
    assertThat(of(RunDashboardTest.failed(3), 2))
        .startsWith("node-2 waits for your decision: \"Join the etcd cluster\" failed.");
  }

  @Test
  void aNodeThatIsLeftOutNamesWhatFailed() {
    RehearsedRun run =
        RehearsedRun.inPhases(3)
            .finishAll(Phase.PREPARE, 2)
            .begin(Phase.PREPARE, 3)
            .fail(Phase.PREPARE, 3);
    for (int i = 1; i <= 3; i++) {
      run.finish(Phase.RUNTIME, i, StepResult.BLOCKED, null)
          .finish(Phase.ETCD, i, StepResult.BLOCKED, null)
          .finish(Phase.CONTROL_PLANE, i, StepResult.BLOCKED, null)
          .finish(Phase.VERIFY, i, StepResult.BLOCKED, null);
    }
    assertThat(of(run, 1))
        .startsWith("node-1 is left out from \"Install containerd\" on.")
        .contains("It counts on what failed:\n  node-3: Prepare the system", "retry");
  }

  @Test
  @Timeout(10)
  void aThousandFailuresAreCountedAndNotListed() {
    RehearsedRun run =
        RehearsedRun.inPhases(1_000).begin(Phase.PREPARE, 1).finish(Phase.PREPARE, 1);
    for (int i = 2; i <= 1_000; i++) {
      run.begin(Phase.PREPARE, i).fail(Phase.PREPARE, i);
    }
    for (int i = 1; i <= 1_000; i++) {
      for (Phase phase :
          new Phase[] {Phase.RUNTIME, Phase.ETCD, Phase.CONTROL_PLANE, Phase.VERIFY}) {
        run.finish(phase, i, StepResult.BLOCKED, null);
      }
    }
    assertThat(of(run, 1)).contains("node-11: Prepare the system\n  and 989 more");
  }

  @Test
  void afterTheEndNothingWaits() {
    Pilot pilot = new Pilot(RunDashboardTest.failed(3).end(RunResult.FAILED, "")).type("w");
    assertThat(pilot.model.help()).isNull();
    assertThat(pilot.type("p").type("w").draw()).contains("The run has ended: nothing waits");
  }

  @Test
  void itIsReadOverAnOutputToo() {
    Pilot pilot = new Pilot(RunDashboardTest.waiting()).press(Key.ENTER).type("w");
    assertThat(pilot.draw()).contains("What waits for what");
    assertThat(pilot.press(Key.ESCAPE).model.zoom()).isNotNull();
  }
}
