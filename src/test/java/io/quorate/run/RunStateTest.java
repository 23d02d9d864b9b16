package io.quorate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.run.RunEvent.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private static final Instant NOW = Instant.parse("2026-11-22T23:15:00Z");

  private final RunState state = new RunState(10);

  @BeforeEach
  void begin() {
    state.apply(
        new RunEvent.RunStarted(
            NOW,
            "id",
            "install",
            "test",
            false,
            List.of(new RunEvent.NodeInfo("1", "192.0.2.1", true, true)),
            List.of(
                new RunEvent.StepInfo("a", "1", Phase.ETCD, "does a", List.of("x", "y"), Set.of()),
                new RunEvent.StepInfo(
                    "v", "1", Phase.VERIFY, "looks", List.of("members"), Set.of("a"))),
            List.of()));
  }

  private void operation(String step, int index, Outcome outcome, String detail) {
    state.apply(new RunEvent.OperationFinished(NOW, step, "1", index, outcome, detail));
  }

  private void finish(String step, StepResult result) {
    state.apply(new RunEvent.StepFinished(NOW, step, "1", result, 5, null));
  }

  /** After a stop, only what was begun is progress; what was left out after a failure is, too. */
  @Test
  void whatNeverBeganIsNoProgress() {
    state.apply(new RunEvent.StepStarted(NOW, "a", "1", 1));
    finish("a", StepResult.FAILED);
    finish("a", StepResult.SKIPPED);
    finish("v", StepResult.SKIPPED);
    assertThat(state.counts().finished()).isEqualTo(2);
    assertThat(state.counts().progressed()).isEqualTo(1);
  }

  @Test
  void knowsWhatANodeDoesJustNow() {
    state.apply(new RunEvent.StepStarted(NOW, "a", "1", 2));
    state.apply(new RunEvent.OperationStarted(NOW, "a", "1", 1));
    state.apply(new RunEvent.Progress(NOW, "a", "1", 1, 30, 100));

    StepState current = state.node("1").current();
    assertThat(current.operationTitle()).isEqualTo("y");
    assertThat(current.attempt()).isEqualTo(2);
    assertThat(current.done()).isEqualTo(30);
    assertThat(current.total()).isEqualTo(100);
    assertThat(state.counts().active()).isEqualTo(1);

    operation("a", 1, Outcome.CHANGED, "");
    finish("a", StepResult.CHANGED);
    assertThat(state.node("1").current()).isNull();
    assertThat(state.step("a").changes()).containsExactly("y");
    assertThat(state.node("1").counts().changed()).isEqualTo(1);
  }

  @Test
  void keepsTheLastLinesOnly() {
    for (int i = 0; i < 25; i++) {
      state.apply(new RunEvent.Output(NOW, "a", "1", "line " + i));
    }
    OutputRing output = state.node("1").output();
    assertThat(output.total()).isEqualTo(25);
    assertThat(output.all()).hasSize(10);
    assertThat(output.tail(2))
        .extracting(RunEvent.Output::line)
        .containsExactly("line 23", "line 24");
    assertThat(output.tail(0)).isEmpty();
  }

  @Test
  void aFloodOfLinesIsCheap() {
    Instant begun = Instant.now();
    for (int i = 0; i < 1_000_000; i++) {
      state.apply(new RunEvent.Output(NOW, "a", "1", "line"));
    }
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void gathersEvidenceAndWarnings() {
    operation("a", 0, Outcome.CHANGED, "not a closing check");
    operation("v", 0, Outcome.WARNED, "2 of 3");
    assertThat(state.warnings()).extracting(RunState.Evidence::detail).containsExactly("2 of 3");

    operation("v", 0, Outcome.UNCHANGED, "3 of 3");
    assertThat(state.warnings()).isEmpty();
    assertThat(state.evidence())
        .containsExactly(new RunState.Evidence("1", "v", "members", "3 of 3", true));
  }

  @Test
  void awaitsADecisionWhenNothingGoesOn() {
    assertThat(state.awaitingDecision()).isFalse();
    finish("a", StepResult.FAILED);
    finish("v", StepResult.BLOCKED);
    assertThat(state.awaitingDecision()).isTrue();

    state.apply(new RunEvent.StepReopened(NOW, "a", "1"));
    state.apply(new RunEvent.StepReopened(NOW, "v", "1"));
    assertThat(state.awaitingDecision()).isFalse();
    assertThat(state.counts().waiting()).isEqualTo(2);
    assertThat(state.failures()).isEmpty();
  }

  @Test
  void countsPhasesAndTime() {
    finish("a", StepResult.CHANGED);
    assertThat(state.phases())
        .extracting(p -> p.phase() + " " + p.counts().done() + "/" + p.counts().total())
        .containsExactly("ETCD 1/1", "VERIFY 0/1");
    assertThat(state.elapsed(NOW.plusSeconds(9))).hasSeconds(9);
    state.apply(new RunEvent.RunFinished(NOW.plusSeconds(3), RunEvent.RunResult.DONE, "well"));
    assertThat(state.elapsed(NOW.plusSeconds(9))).hasSeconds(3);
  }

  @Test
  void retryingAndLostNodesShow() {
    state.apply(new RunEvent.StepStarted(NOW, "a", "1", 1));
    state.apply(new RunEvent.StepRetrying(NOW, "a", "1", 2, 2_000));
    assertThat(state.step("a").status()).isEqualTo(StepStatus.RETRYING);
    assertThat(state.step("a").retryAt()).isEqualTo(NOW.plusSeconds(2));
    state.apply(new RunEvent.NodeLost(NOW, "1", "reset"));
    assertThat(state.node("1").lost()).isEqualTo("reset");
    state.apply(new RunEvent.NodeBack(NOW, "1"));
    assertThat(state.node("1").lost()).isNull();
  }

  @Test
  void whatTheRunDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> state.apply(new RunEvent.NodeBack(NOW, "2")))
        .hasMessageContaining("no node 2");
  }
}
