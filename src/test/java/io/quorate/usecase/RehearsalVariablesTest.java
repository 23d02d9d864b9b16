package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.node.rehearsal.RehearsalSystem;
import io.quorate.usecase.environment.InvalidEnvironment;
import io.quorate.usecase.environment.RehearsalFailures;
import io.quorate.usecase.environment.RehearsalSpeed;
import io.quorate.usecase.environment.RehearsalSystems;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the environment may say of simulated machines. */
class RehearsalVariablesTest {

  @Test
  void theirSpeedIsThatOfRealOnesUnlessAnotherIsWanted() {
    assertThat(RehearsalSpeed.wanted(Map.of())).isEqualTo(1);
    assertThat(RehearsalSpeed.wanted(Map.of("QUORATE_REHEARSAL_SPEED", " 0 "))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "-1", "1001", "NaN"})
  void aSpeedIsANumberInItsRange(String text) {
    assertThatThrownBy(() -> RehearsalSpeed.wanted(Map.of("QUORATE_REHEARSAL_SPEED", text)))
        .isInstanceOf(InvalidEnvironment.class)
        .hasMessage(
            "QUORATE_REHEARSAL_SPEED is \"%s\"; it has to be a number from 0 (no waiting) to 1000",
            text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node-2", "node-2:0", "node-2:5,", ":5"})
  void aFailureIsANodeAndTheNumberOfAnOperation(String text) {
    assertThatThrownBy(() -> RehearsalFailures.wanted(Map.of("QUORATE_REHEARSAL_FAIL", text)))
        .isInstanceOf(InvalidEnvironment.class)
        .hasMessageContaining("such as node-2:5");
  }

  @Test
  void theirSystemIsDebianUnlessAnotherIsWanted() {
    assertThat(RehearsalSystems.wanted(Map.of())).isEqualTo(RehearsalSystem.DEBIAN_12);
    assertThat(RehearsalSystems.wanted(Map.of("QUORATE_REHEARSAL_SYSTEM", "Rocky-9")))
        .isEqualTo(RehearsalSystem.ROCKY_9);
    assertThatThrownBy(() -> RehearsalSystems.wanted(Map.of("QUORATE_REHEARSAL_SYSTEM", "rocky")))
        .isInstanceOf(InvalidEnvironment.class)
        .hasMessage(
            "QUORATE_REHEARSAL_SYSTEM is \"rocky\"; it has to be one of debian-12, rocky-9,"
                + " almalinux-9");
  }
}
