package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessTest {

  @Test
  void aWorkloadTellsByItsPods() {
    assertThat(Readiness.parse(" kube-flannel/DaemonSet/kube-flannel-ds "))
        .isEqualTo(new Readiness("kube-flannel", "daemonset", "kube-flannel-ds", ""));
  }

  @Test
  void anythingElseTellsByACondition() {
    assertThat(Readiness.parse("/tigerastatus/calico=Available"))
        .isEqualTo(new Readiness("", "tigerastatus", "calico", "Available"));
    assertThat(Readiness.parse("a/things.example.com/b=Ready"))
        .isEqualTo(new Readiness("a", "things.example.com", "b", "Ready"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kube-system/daemonset/cilium", "/tigerastatus/calico=Available"})
  void itIsWrittenAsItIsRead(String text) {
    Readiness readiness = Readiness.parse(text);
    assertThat(readiness).isNotNull();
    assertThat(readiness.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "daemonset/cilium",
        "/daemonset/cilium",
        "kube-system/service/x",
        "kube-system/daemonset/a b",
        "kube-system/daemonset/$(reboot)",
        "kube-system/daemonset/x=",
        "kube-system/daemonset/x=Ready;reboot"
      })
  void othersAreRefused(String text) {
    assertThat(Readiness.parse(text)).isNull();
  }
}
