package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static Step step(String id, String... after) {
    return new Step(id, "node", Phase.PREPARE, id, List.of(), Set.of(after), Duration.ofSeconds(1));
  }

  @Test
  void stepsAndGatesMayComeInAnyOrder() {
    Plan plan =
        new Plan(
            List.of(step("last", "all"), step("a"), step("b", "a")),
            List.of(new Gate("all", Set.of("a", "b"))));
    assertThat(plan.with(s -> s.doing(List.of()))).isEqualTo(plan);
  }

  @Test
  void whatIsNotThereIsNotWaitedFor() {
    assertThatThrownBy(() -> new Plan(List.of(step("a", "ghost"))))
        .hasMessage("a waits for ghost, which is not there");
    assertThatThrownBy(
            () -> new Plan(List.of(step("a")), List.of(new Gate("all", Set.of("ghost")))))
        .hasMessage("all waits for ghost, which is not there");
  }

  @Test
  void nothingWaitsForItself() {
    assertThatThrownBy(() -> new Plan(List.of(step("a"), step("b", "c"), step("c", "b"))))
        .hasMessage("b waits for itself");
    assertThatThrownBy(
            () -> new Plan(List.of(step("a", "all")), List.of(new Gate("all", Set.of("a")))))
        .hasMessage("a waits for itself");
  }

  @Test
  void noNameIsGivenTwice() {
    assertThatThrownBy(() -> new Plan(List.of(step("a"), step("a"))))
        .hasMessage("two steps are called a");
    assertThatThrownBy(() -> new Plan(List.of(step("a")), List.of(new Gate("a", Set.of()))))
        .hasMessage("two steps are called a");
  }

  /** Files are sent before a step's first operation runs. */
  @Test
  void noStepMakesTheFolderOfAFileThatIsSentForIt() {
    Operation file = new Operation.Upload("/home/snapshot", "/var/lib/a/snapshot", "00");
    Operation other = new Operation.Upload("/home/snapshot", "/var/lib/ab/snapshot", "00");
    List<Operation> makers =
        List.of(
            new Operation.Directory("/var/lib/a", "root:root", "0700"),
            new Operation.RemoveFolder("/var/lib"),
            new Operation.Script("", "false", "", Map.of("FOLDER", "/var/lib/a"), 1));
    for (Operation maker : makers) {
      assertThatThrownBy(() -> step("a").doing(List.of(maker, file)))
          .hasMessage(
              "a: /var/lib/a/snapshot is sent before its folder is made: that is another step's");
      assertThat(step("a").doing(List.of(file, maker)).operations()).hasSize(2);
    }
    assertThat(step("a").doing(List.of(makers.get(0), other)).operations()).hasSize(2);
  }
}
