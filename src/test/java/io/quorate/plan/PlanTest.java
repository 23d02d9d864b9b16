package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
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
}
