package io.quorate.usecase.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.usecase.InvalidRequestException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeTargetTest {

  private static UpgradeTarget to(String version) {
    return new UpgradeTarget(version, Map.of(), List.of(), false);
  }

  @Test
  void aVersionThatIsNotKnownIsInvalid() {
    assertThatThrownBy(() -> to("1.99").refuseUnknown())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("--to 1.99");
    assertThatThrownBy(() -> to("newest").refuseUnknown())
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(
            () -> new UpgradeTarget("1.36", Map.of(), List.of("1.9x"), false).refuseUnknown())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("--through 1.9x");
  }

  @Test
  void anotherComponentOrNoVersionIsInvalid() {
    assertThatThrownBy(
            () -> new UpgradeTarget("", Map.of("nginx", "1.2.3"), List.of(), false).refuseUnknown())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("--with nginx");
    assertThatThrownBy(
            () -> new UpgradeTarget("", Map.of("etcd", "new"), List.of(), false).refuseUnknown())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("--with etcd=new");
  }

  @Test
  void aMinorVersionAndAPatchAreValid() throws InvalidRequestException {
    to("1.36").refuseUnknown();
    to("1.36.2").refuseUnknown();
    new UpgradeTarget("", Map.of("pause-image", "registry.k8s.io/pause:3.10.2"), List.of(), true)
        .refuseUnknown();
  }

  @Test
  void aCommandSaysTheSameByItsOptions() {
    assertThat(UpgradeTarget.usual().words()).isEmpty();
    assertThat(
            new UpgradeTarget(
                    "1.36",
                    Map.of("containerd", "2.3.4", "etcd", "3.6.14"),
                    List.of("1.35.9"),
                    true)
                .words())
        .containsExactly(
            "--to",
            "1.36",
            "--with",
            "etcd=3.6.14",
            "--with",
            "containerd=2.3.4",
            "--through",
            "1.35.9",
            "--drain-once");
  }

  @ParameterizedTest
  @CsvSource({
    "registry.k8s.io/pause:3.2, registry.k8s.io/pause:3.10.1, registry.k8s.io/pause:3.10.1",
    "registry.k8s.io/pause:3.10.2, registry.k8s.io/pause:3.10.1, registry.k8s.io/pause:3.10.2",
    "registry.example:5000/pause:3.2, registry.k8s.io/pause:3.10.1, registry.example:5000/pause:3.2",
    "registry.example:5000/pause, registry.k8s.io/pause:3.10.1, registry.example:5000/pause",
    "k8s.gcr.io/pause:3.2, registry.k8s.io/pause:3.10.1, registry.k8s.io/pause:3.10.1"
  })
  void aPauseImageBecomesNeverOlderAndIsNeverFromElsewhere(String runs, String other, String then) {
    assertThat(UpgradeTarget.pauseImage(runs, other)).isEqualTo(then);
  }

  @ParameterizedTest
  @CsvSource({"1,100,1", "3,100,3", "20%,100,20", "20%,4,1", "100%,7,7"})
  void workersAtOnceAreANumberOrAPart(String text, int workers, int atOnce) {
    assertThat(Upgrade.atOnce(text, workers)).hasValue(atOnce);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "", "%", "101%", "two", "0%"})
  void whatIsNoNumberOfWorkersIsInvalid(String text) {
    assertThat(Upgrade.atOnce(text, 10)).isEmpty();
  }
}
