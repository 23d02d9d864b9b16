package io.quorate.recipe.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.Finding.Status;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.recipe.Fixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run that was cut off has left itself does not hold the next one up; all else does. */
class CutOffTest {

  private static final ClusterFacts NONE_ANSWERS = new ClusterFacts(Map.of(), Map.of());

  private static Status judged(Finding finding, boolean underWay) {
    return CutOff.judged(List.of(finding), Fixtures.inventory(), NONE_ANSWERS, underWay, false)
        .getFirst()
        .status();
  }

  private static Finding health(ClusterHealth.Kind kind) {
    return Finding.failed("node-1", Kind.HEALTH, "node-1", "Amiss.", "Mend it.")
        .of(UpgradeFindings.part(kind));
  }

  @ParameterizedTest
  @EnumSource(
      value = ClusterHealth.Kind.class,
      names = {"API_NOT_READY", "MEMBER_DOWN", "MEMBER_WITHOUT_QUORUM"})
  void whatItStoppedIsAWarning(ClusterHealth.Kind kind) {
    assertThat(judged(health(kind), true)).isEqualTo(Status.WARNING);
    assertThat(judged(health(kind), false)).isEqualTo(Status.FAILED);
  }

  @ParameterizedTest
  @EnumSource(
      value = ClusterHealth.Kind.class,
      names = {"DATA_DIFFERS", "ALARM_CORRUPT", "ALARM_NOSPACE", "TWO_LEADERS", "SPLIT_BRAIN"})
  void whatItDidNotDoHoldsItUp(ClusterHealth.Kind kind) {
    assertThat(judged(health(kind), true)).isEqualTo(Status.FAILED);
  }

  @Test
  void certificatesAreRenewedWhenItHasEnded() {
    Finding ending = Finding.failed("", Kind.CERTIFICATES, "Certificates", "They end.", "Renew.");
    assertThat(judged(ending, true)).isEqualTo(Status.WARNING);
    assertThat(judged(ending, false)).isEqualTo(Status.FAILED);
  }

  @Test
  void budgetsHoldItUp() {
    Finding budget = Finding.failed("", Kind.BUDGETS, "Budget", "No pod may leave.", "Relax it.");
    assertThat(judged(budget, true)).isEqualTo(Status.FAILED);
  }

  /** What an upgrade is taken back for does not stand in the way of that. */
  @Test
  void aNodeThatDidNotGetWellGoesBack() {
    Finding notReady = health(ClusterHealth.Kind.NODE_NOT_READY);
    assertThat(
            CutOff.judged(
                List.of(notReady, health(ClusterHealth.Kind.DATA_DIFFERS)),
                Fixtures.inventory(),
                NONE_ANSWERS,
                false,
                true))
        .extracting(Finding::status)
        .containsExactly(Status.WARNING, Status.FAILED);
  }
}
