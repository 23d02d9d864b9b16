package io.quorate.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Gate;
import io.quorate.plan.Phase;
import io.quorate.run.RunEvent.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EstimateTest {

  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private final List<RunEvent.StepInfo> steps = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  private final RunState run = new RunState();

  private void step(String id, String node, String... after) {
    steps.add(new RunEvent.StepInfo(id, node, Phase.ETCD, id, List.of("do it"), Set.of(after)));
  }

  private void begin() {
    List<RunEvent.NodeInfo> nodes =
        List.of(
            new RunEvent.NodeInfo("a", "192.0.2.1", true, true),
            new RunEvent.NodeInfo("b", "192.0.2.2", true, true));
    run.apply(new RunEvent.RunStarted(BEGIN, "r", "install", "c", true, nodes, steps, gates));
  }

  private static Durations took(Object... kindsAndSeconds) {
    Durations.Recorder recorder = new Durations.Recorder();
    for (int i = 0; i < kindsAndSeconds.length; i += 2) {
      recorder.add(kindsAndSeconds[i] + "@x", (int) kindsAndSeconds[i + 1] * 1_000L);
    }
    return recorder.durations();
  }

  @Test
  void nodesWorkSideBySideAndStepsWaitForWhatTheyComeAfter() {
    step("one@a", "a");
    step("one@b", "b");
    step("two@b", "b", "one@a");
    step("two@a", "a", "two@b");
    begin();
    Durations recorded = took("one", 30, "two", 10);
    assertThat(Estimate.rest(run, recorded, BEGIN)).contains(Duration.ofSeconds(50));
  }

  @Test
  void aGateIsPassedWhenTheLastOfItsStepsEnds() {
    step("one@a", "a");
    step("one@b", "b");
    step("two@a", "a", "all");
    gates.add(new Gate("all", Set.of("one@a", "one@b")));
    begin();
    assertThat(Estimate.rest(run, took("one", 30, "two", 10), BEGIN))
        .contains(Duration.ofSeconds(40));
  }

  @Test
  void theOrderOfThePlanNeedNotBeThatOfItsEdges() {
    step("late@a", "a", "early@b");
    step("early@b", "b");
    begin();
    assertThat(Estimate.rest(run, took("late", 5, "early", 20), BEGIN))
        .contains(Duration.ofSeconds(25));
  }

  @Test
  void whatRunsIsCountedFromItsBeginningAndThisRunsOwnTimesCountMore() {
    step("one@a", "a");
    step("one@b", "b");
    begin();
    run.apply(new RunEvent.StepStarted(BEGIN, "one@a", "a", 1));
    run.apply(
        new RunEvent.StepFinished(
            BEGIN.plusSeconds(40), "one@a", "a", StepResult.CHANGED, 40_000, null));
    run.apply(new RunEvent.StepStarted(BEGIN.plusSeconds(40), "one@b", "b", 1));
    assertThat(Estimate.rest(run, took("one", 9), BEGIN.plusSeconds(50)))
        .contains(Duration.ofSeconds(30));
  }

  private static List<String> ids(List<Estimate.Leg> way) {
    return way.stream().map(leg -> leg.step().id()).toList();
  }

  @Test
  void theLongestWayIsTheOneThatEndsLastWithWhatIsLeftOfEach() {
    step("one@a", "a");
    step("one@b", "b");
    step("two@b", "b", "one@a");
    begin();
    run.apply(new RunEvent.StepStarted(BEGIN, "one@a", "a", 1));
    List<Estimate.Leg> way =
        Estimate.longestWay(run, took("one", 30, "two", 10), BEGIN.plusSeconds(10));
    assertThat(ids(way)).as("b's own step takes longer than a's").containsExactly("one@b", "two@b");
    assertThat(way)
        .extracting(leg -> leg.left().orElseThrow().toSeconds())
        .containsExactly(30L, 10L);
  }

  @Test
  void whereNoDurationIsKnownTheMostStepsAreTheLongestWay() {
    step("one@b", "b");
    step("one@a", "a");
    step("two@a", "a", "one@a");
    begin();
    List<Estimate.Leg> way = Estimate.longestWay(run, Durations.none(), BEGIN);
    assertThat(ids(way)).containsExactly("one@a", "two@a");
    assertThat(way).allMatch(leg -> leg.left().isEmpty());
  }

  @Test
  void aStepWaitsForWhatIsBehindAGateAndForWhatItsNodeIsAt() {
    step("late@a", "a");
    step("now@a", "a");
    step("one@b", "b");
    step("two@b", "b", "all");
    gates.add(new Gate("all", Set.of("late@a", "one@b")));
    begin();
    run.apply(new RunEvent.StepStarted(BEGIN, "now@a", "a", 1));
    Durations recorded = took("late", 5, "now", 60, "one", 30, "two", 10);
    assertThat(ids(Estimate.wayTo(run.step("two@b"), run, recorded, BEGIN)))
        .containsExactly("now@a", "late@a", "two@b");
    run.apply(new RunEvent.StepFinished(BEGIN, "one@b", "b", StepResult.CHANGED, 1_000, null));
    assertThat(Estimate.wayTo(run.step("one@b"), run, recorded, BEGIN)).isEmpty();
  }

  @Test
  void withoutRecordingsNothingIsSaid() {
    step("one@a", "a");
    begin();
    assertThat(Estimate.rest(run, Durations.none(), BEGIN)).isEmpty();
    assertThat(Estimate.rest(new RunState(), Durations.none(), BEGIN)).isEmpty();
  }

  @Test
  void theMedianCountsAndUnchangedStepsDoNot() {
    Durations.Recorder recorder = new Durations.Recorder();
    for (int millis : new int[] {10, 500, 20}) {
      recorder.take(new RunEvent.StepFinished(BEGIN, "k@a", "a", StepResult.CHANGED, millis, null));
    }
    recorder.take(new RunEvent.StepFinished(BEGIN, "k@a", "a", StepResult.UNCHANGED, 1, null));
    assertThat(recorder.durations().of("k")).hasValue(20);
  }
}
