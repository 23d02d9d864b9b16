package io.quorate.engine;

import static io.quorate.engine.Plans.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.Schedule.Standing;
import io.quorate.plan.Gate;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.run.RunEvent.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order in which steps may begin, whatever happens to those before them. */
class ScheduleTest {

  private static final Step A = step("a", "1");
  private static final Step B = step("b", "2");
  private static final Step AFTER_ALL = step("c", "1", "all");
  private static final Step LAST = step("d", "2", "c");

  private final Schedule schedule =
      new Schedule(
          new Plan(List.of(A, B, AFTER_ALL, LAST), List.of(Gate.of("all", List.of(A, B)))));

  private void done(Step step) {
    schedule.begin(step);
    schedule.finish(step, StepResult.CHANGED);
  }

  private List<Step> failed(Step step) {
    schedule.begin(step);
    return schedule.finish(step, StepResult.FAILED);
  }

  @Test
  void aGateIsPassedWhenAllBeforeItAreDone() {
    assertThat(schedule.woken()).containsExactlyInAnyOrder("1", "2");
    done(A);
    assertThat(schedule.next("1")).isNull();
    assertThat(schedule.woken()).isEmpty();
    done(B);
    assertThat(schedule.woken()).containsExactly("1");
    assertThat(schedule.next("1")).isEqualTo(AFTER_ALL);
  }

  @Test
  void aFailureBlocksWhatIsBehindTheGateUntilItIsRetried() {
    assertThat(failed(B)).containsExactly(AFTER_ALL, LAST);
    done(A);
    assertThat(schedule.isSettled()).isTrue();

    assertThat(schedule.retry(B)).containsExactly(B, AFTER_ALL, LAST);
    assertThat(schedule.next("2")).isEqualTo(B);
    done(B);
    done(AFTER_ALL);
    done(LAST);
    assertThat(schedule.count(Standing.DONE)).isEqualTo(4);
    assertThat(schedule.isSettled()).isTrue();
  }

  @Test
  void whatWaitsForAStepThatIsLeftOutGoesOn() {
    failed(A);
    done(B);
    assertThat(schedule.leaveOut(A)).containsExactly(AFTER_ALL, LAST);
    assertThat(schedule.next("1")).isEqualTo(AFTER_ALL);
  }

  @Test
  void whatIsBehindTwoFailuresWaitsForBoth() {
    failed(A);
    failed(B);
    assertThat(schedule.retry(A)).containsExactly(A);
    done(A);
    assertThat(schedule.next("1")).isNull();
    assertThat(schedule.leaveOut(B)).containsExactly(AFTER_ALL, LAST);
    assertThat(schedule.next("1")).isEqualTo(AFTER_ALL);
  }

  @Test
  void nothingBeginsOnceItIsStopped() {
    schedule.begin(A);
    assertThat(schedule.stop()).containsExactly(B, AFTER_ALL, LAST);
    schedule.finish(A, StepResult.CHANGED);
    assertThat(schedule.next("2")).isNull();
    assertThat(schedule.isSettled()).isTrue();
  }

  /** Whatever fails, is retried or left out, no step begins before those that it waits for. */
  @Test
  void noStepBeginsTooEarly() {
    for (int seed = 0; seed < 300; seed++) {
      new Trip(new Random(seed)).toItsEnd();
    }
  }

  private static final class Trip {
    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private final List<Gate> gates = new ArrayList<>();
    private final Schedule schedule;

    Trip(Random random) {
      this.random = random;
      for (int i = 0; i < 30; i++) {
        List<String> after = new ArrayList<>();
        for (int j = 0; j < i; j++) {
          if (random.nextInt(8) == 0) {
            after.add("s" + j);
          }
        }
        if (i > 0 && i % 7 == 0) {
          gates.add(Gate.of("g" + i, steps.subList(0, random.nextInt(i) + 1)));
          after.add("g" + i);
        }
        steps.add(step("s" + i, "n" + random.nextInt(4), after.toArray(String[]::new)));
      }
      schedule = new Schedule(new Plan(steps, gates));
    }

    void toItsEnd() {
      int ended = 0;
      while (ended < steps.size()) {
        Step step = anyReady();
        if (step == null) {
          Step failed = schedule.all(Standing.FAILED).getFirst();
          if (random.nextBoolean()) {
            schedule.retry(failed);
          } else {
            schedule.leaveOut(failed);
            ended++;
          }
          continue;
        }
        assertThat(missing(step.after())).as(step.id()).isEmpty();
        schedule.begin(step);
        boolean fails = random.nextInt(4) == 0;
        schedule.finish(step, fails ? StepResult.FAILED : StepResult.CHANGED);
        ended += fails ? 0 : 1;
      }
      assertThat(schedule.isSettled()).isTrue();
      assertThat(schedule.count(Standing.DONE) + schedule.count(Standing.LEFT_OUT))
          .isEqualTo(steps.size());
    }

    private Step anyReady() {
      return steps.stream()
          .map(s -> schedule.next(s.node()))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }

    private List<String> missing(Set<String> after) {
      List<String> missing = new ArrayList<>();
      for (String id : after) {
        gates.stream()
            .filter(g -> g.id().equals(id))
            .findFirst()
            .ifPresentOrElse(
                gate -> missing.addAll(missing(gate.after())),
                () -> {
                  Step step = schedule.step(id);
                  if (!schedule.is(step, Standing.DONE) && !schedule.is(step, Standing.LEFT_OUT)) {
                    missing.add(id);
                  }
                });
      }
      return missing;
    }
  }
}
