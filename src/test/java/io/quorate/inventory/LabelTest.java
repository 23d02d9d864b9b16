package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "A.b_c-9", "example.com/a", "a.b.c/X"})
  void keysThatTheApiTakes(String key) {
    assertThat(Label.isKey(key)).isTrue();
    assertThat(Label.reserved(key)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a/",
        "/a",
        "a/b/c",
        "-a",
        "a-",
        "a b",
        "Example.com/a",
        "a_b/c",
        "a..b/c",
        "é",
        "a|b",
        "a\nb"
      })
  void keysThatItDoesNot(String key) {
    assertThat(Label.isKey(key)).isFalse();
  }

  @Test
  void lengthsAreKubernetes() {
    String name = "n".repeat(63);
    String prefix = "a.".repeat(126) + "b";
    assertThat(prefix).hasSize(253);
    assertThat(Label.isKey(prefix + "/" + name)).isTrue();
    assertThat(Label.isKey(name + "n")).isFalse();
    assertThat(Label.isKey("a." + prefix + "/x")).isFalse();
    assertThat(Label.isValue(name)).isTrue();
    assertThat(Label.isValue(name + "n")).isFalse();
    assertThat(Label.isValue("")).isTrue();
    assertThat(Label.isValue("a=b")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubernetes.io/hostname",
        "kubernetes.io/arch",
        "beta.kubernetes.io/os",
        "k8s.io/x",
        "node.kubernetes.io/windows-build",
        "node-role.kubernetes.io/control-plane",
        "node-role.kubernetes.io/master",
        "node-role.kubernetes.io/worker",
        "quorate.io/labels"
      })
  void othersSetThese(String key) {
    assertThat(Label.reserved(key)).isNotNull();
    assertThat(Label.reservedForTaints(key)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topology.kubernetes.io/zone",
        "node-role.kubernetes.io/gpu",
        "node.kubernetes.io/instance-type",
        "node.kubernetes.io/exclude-from-external-load-balancers",
        "x.node-restriction.kubernetes.io/tenant",
        "feature.node.kubernetes.io/pci-10de.present",
        "cluster.x-k8s.io/a",
        "notkubernetes.io/a"
      })
  void theseAreForPeople(String key) {
    assertThat(Label.reserved(key)).isNull();
  }

  @Test
  void theNodeControllersTaintsAreIts() {
    assertThat(Label.reservedForTaints("node.kubernetes.io/unschedulable")).isNotNull();
    assertThat(Label.reservedForTaints("node.cloudprovider.kubernetes.io/uninitialized"))
        .isNotNull();
    assertThat(Label.reservedForTaints("node-role.kubernetes.io/infra")).isNull();
    assertThat(Label.reservedForTaints("dedicated")).isNull();
  }

  @Test
  void taintsAreReadAsKubectlWritesThem() {
    assertThat(Taint.parse("a=b:NoSchedule")).isEqualTo(new Taint("a", "b", "NoSchedule"));
    assertThat(Taint.parse("a=:NoExecute")).isEqualTo(Taint.parse("a:NoExecute"));
    assertThat(Taint.parse("x.io/a:NoExecute")).isEqualTo(new Taint("x.io/a", "", "NoExecute"));
    assertThat(Taint.parse("a")).isNull();
    assertThat(Taint.parse(":NoExecute")).isNull();
  }
}
