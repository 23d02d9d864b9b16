package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.quorate.engine.RunDeeds.FailedStep;
import io.quorate.engine.RunDeeds.PhaseDeeds;
import io.quorate.plan.Fault;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.run.EventJson;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.Failure;
import io.quorate.run.RunEvent.NodeInfo;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepInfo;
import io.quorate.run.RunEvent.StepResult;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDeedsTest {

  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant END = BEGIN.plusSeconds(750);

  private static final List<RunEvent> EVENTS =
      List.of(
          new RunEvent.RunStarted(
              BEGIN,
              "id",
              "upgrade",
              "home",
              false,
              List.of(node("a"), node("b"), node("c")),
              List.of(
                  step("etcd@a", "a", Phase.ETCD),
                  step("cp@b", "b", Phase.CONTROL_PLANE),
                  step("cp@a", "a", Phase.CONTROL_PLANE),
                  step("cp@c", "c", Phase.CONTROL_PLANE)),
              List.of()),
          changed("cp@b", "b"),
          ended("cp@b", "b", StepResult.CHANGED),
          changed("etcd@a", "a"),
          ended("etcd@a", "a", StepResult.FAILED),
          new RunEvent.StepReopened(BEGIN, "etcd@a", "a"),
          ended("etcd@a", "a", StepResult.CHANGED),
          changed("cp@a", "a"),
          ended("cp@a", "a", StepResult.FAILED),
          ended("cp@c", "c", StepResult.BLOCKED),
          new RunEvent.RunFinished(END, RunResult.FAILED, ""));

  @TempDir Path root;

  private static NodeInfo node(String name) {
    return new NodeInfo(name, "192.0.2.1", true, false);
  }

  private static StepInfo step(String id, String node, Phase phase) {
    return new StepInfo(id, node, phase, phase.title() + " changes", List.of("one"), Set.of());
  }

  private static RunEvent changed(String step, String node) {
    return new RunEvent.OperationFinished(BEGIN, step, node, 0, Outcome.CHANGED, "");
  }

  private static RunEvent ended(String step, String node, StepResult result) {
    Failure failure =
        result == StepResult.FAILED
            ? Failure.of(Fault.ended(7, "no"), "starting it", "one", List.of(), "", "")
            : null;
    return new RunEvent.StepFinished(BEGIN, step, node, result, 1, failure);
  }

  private RunFolder run() throws Exception {
    return new Runs(root).create("upgrade", "home", false, "ada@laptop", "all: {}\n");
  }

  private static void isRight(RunDeeds deeds) {
    assertThat(deeds.end()).isEqualTo(END);
    assertThat(deeds.nodes()).containsExactly("a", "b", "c");
    assertThat(deeds.changed())
        .containsExactly(
            new PhaseDeeds(Phase.ETCD, 1, List.of("a")),
            new PhaseDeeds(Phase.CONTROL_PLANE, 2, List.of("b", "a")));
    assertThat(deeds.steps()).isEqualTo(3);
    assertThat(deeds.changedNodes()).containsExactly("a", "b");
    assertThat(deeds.failed())
        .as("what was mended is not told")
        .extracting(FailedStep::node, FailedStep::step)
        .containsExactly(tuple("a", "Control plane changes"));
    assertThat(deeds.failed().getFirst().message()).startsWith("starting it: ").contains("7", "no");
  }

  @Test
  void aJournalTellsWhatWasChangedAndWhatFailed() throws Exception {
    RunFolder folder = run();
    try (Journal journal = new Journal(folder)) {
      EVENTS.forEach(journal);
    }
    isRight(RunDeeds.of(folder));
  }

  /** Those of earlier versions have each event by itself, and output that is passed over. */
  @Test
  void soDoesOneOfAnEarlierVersion() throws Exception {
    RunFolder folder = run();
    StringBuilder lines = new StringBuilder();
    EVENTS.forEach(e -> lines.append(EventJson.write(e)).append('\n'));
    lines.append("{\"event\":\"output\" and nonsense\n");
    Files.writeString(folder.events(), lines);
    isRight(RunDeeds.of(folder));
  }

  @Test
  void aRunThatNeverBeganHasNoJournal() throws Exception {
    RunFolder folder = run();
    assertThatThrownBy(() -> RunDeeds.of(folder)).isInstanceOf(FileNotFoundException.class);
  }
}
