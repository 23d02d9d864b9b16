package io.quorate.tui.panes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Phase;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepResult;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import org.junit.jupiter.api.Test;

class CallsTest {

  /** Of the node's steps one runs; the others are out. */
  private static RehearsedRun lastStep() {
    RehearsedRun run = RehearsedRun.of(1).begin(Phase.PREPARE, 1);
    for (Phase phase : new Phase[] {Phase.RUNTIME, Phase.ETCD, Phase.CONTROL_PLANE, Phase.VERIFY}) {
      run.finish(phase, 1, StepResult.BLOCKED, null);
    }
    return run;
  }

  private static RunEvent failure(RehearsedRun run) {
    return run.fail(Phase.PREPARE, 1).events().getLast();
  }

  @Test
  void whoLooksElsewhereIsCalledOnceToDecide() {
    RehearsedRun run = lastStep();
    Pilot pilot = new Pilot(run);
    assertThat(pilot.decided).isEmpty();
    pilot.tell(new Message.Reported(failure(run)));
    assertThat(pilot.decided)
        .containsExactly(new RunCommand.Call("install of prod: waits for your decision"));
    pilot.tell(new Message.Reported(new RunEvent.NodeLost(run.now(), "node-1", "no answer")));
    pilot.press(Key.DOWN);
    assertThat(pilot.decided).hasSize(1);
  }

  @Test
  void theEndCallsAndTellsHowItWas() {
    RehearsedRun run = lastStep();
    Pilot pilot = new Pilot(run);
    pilot.tell(new Message.Reported(new RunEvent.RunFinished(run.now(), RunResult.WARNINGS, "")));
    assertThat(pilot.decided)
        .containsExactly(new RunCommand.Call("install of prod: done, with warnings"));
  }

  @Test
  void nobodyIsCalledForWhatWasThereBeforeTheyLooked() {
    RehearsedRun run = lastStep();
    RunEvent failed = failure(run);
    run.end(RunResult.FAILED, "");
    Pilot late = new Pilot(run.after(60));
    assertThat(late.decided).isEmpty();
    assertThat(failed.at()).isEqualTo(RehearsedRun.BEGIN);
  }
}
