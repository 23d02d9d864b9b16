package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.run.RunEvent.RunFinished;
import io.quorate.run.RunEvent.RunResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done on the operator's machine before a run is called done. */
class ClosingTest {

  @Test
  void whatCameOfItIsAmongTheLastWords() throws Exception {
    Trial trial = new Trial(Plans.step("a", "node-1"));
    trial.engine.closing(() -> "the cluster is at hand");
    RunFinished end = trial.engine.run();
    assertThat(end.result()).isEqualTo(RunResult.DONE);
    assertThat(end.message()).endsWith("; the cluster is at hand");
    assertThat(trial.events.getLast()).isEqualTo(end);
  }

  @Test
  void whatCannotBeDoneIsAWarningAndNotHidden() throws Exception {
    Trial trial = new Trial(Plans.step("a", "node-1"));
    trial.engine.closing(
        () -> {
          throw new IOException("home.yaml cannot be written");
        });
    RunFinished end = trial.engine.run();
    assertThat(end.result()).isEqualTo(RunResult.WARNINGS);
    assertThat(end.message()).endsWith("; but home.yaml cannot be written");
  }

  @Test
  void aRunThatFailedClosesNothing() throws Exception {
    List<String> closed = new ArrayList<>();
    Trial trial = new Trial(Plans.step("a", "node-1"));
    trial.fleet.on("a", FakeFleet.fails("no"));
    trial.engine.closing(
        () -> {
          closed.add("closed");
          return "";
        });
    assertThat(trial.engine.run().result()).isEqualTo(RunResult.FAILED);
    assertThat(closed).isEmpty();
  }
}
