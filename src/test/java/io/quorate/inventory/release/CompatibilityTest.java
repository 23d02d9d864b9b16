package io.quorate.inventory.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.setting.Setting;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 10, 1);

  private static List<Problem> problems(String settings) {
    String text = "all: {vars: {" + settings + "}}";
    Inventory inventory =
        Objects.requireNonNull(
            InventoryFile.parse(text, "inventory.yaml", Catalogue.load()).inventory());
    return Compatibility.problems(inventory, Catalogue.load(), TODAY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubernetes_version: 1.19.1         | ERROR   | kubernetes_version | Kubernetes 1.19.1 is not known here.
          kubernetes_version: 1.38.0         | ERROR   | kubernetes_version | Kubernetes 1.38.0 is not known here.
          kubernetes_version: 1.33.1         | WARNING | kubernetes_version | Support of Kubernetes 1.33 ended on 2026-06-28.
          etcd_version: 3.4.34               | ERROR   | etcd_version       | etcd 3.4.34 does not go with Kubernetes 1.36.
          etcd_version: 3.7.2                | ERROR   | etcd_version       | etcd 3.7.2 does not go with Kubernetes 1.36.
          etcd_version: 3.5.1                | ERROR   | etcd_version       | Members of etcd 3.5.1 can disagree about the data after a crash.
          containerd_version: 1.7.28         | ERROR   | containerd_version | containerd 1.7.28 does not go with Kubernetes 1.36.
          'kubernetes_version: 1.20.2, cni: routed, containerd_version: 2.1.0' | ERROR | containerd_version | containerd 2.1.0 does not go with Kubernetes 1.20. It speaks CRI v1 only, which this kubelet does not.
          'kubernetes_version: 1.38.0, containerd_version: 1.7.28' | ERROR | containerd_version | containerd 1.7.28 does not go with Kubernetes 1.38. The kubelet takes its cgroup driver from the runtime, and 1.x does not tell it.
          'container_runtime: docker, cri_dockerd_version: 0.4.4' | WARNING | cri_dockerd_version | No checksum is known of cri-dockerd 0.4.4 for amd64.
          kubernetes_version: 1.20.2         | ERROR   | cni                | Calico's manifests need Kubernetes 1.21, and 1.20.2 is wanted.
          'kubernetes_version: 1.28.15, calico_version: 3.20.6' | ERROR | calico_version | Calico 3.20.6 has no finished manifests at its release's tag.
          calico_version: 3.31.7             | WARNING | calico_version     | Calico 3.31.7 was not tested with Kubernetes 1.36 (its tested versions: 1.32 to 1.35).
          calico_version: 3.32.9             | ERROR   | calico_version     | No checksum is known of Calico 3.32.9's manifest.
          'kubernetes_version: 1.28.15, kube_proxy_mode: nftables' | ERROR | kube_proxy_mode | kube-proxy 1.28.15 has no mode nftables.
          'kubernetes_version: 1.28.15, kube_proxy_mode: nftables' | ERROR | kube_proxy_mode | Calico 3.28.5 does not work with kube-proxy's mode nftables.
          'kubernetes_version: 1.30.14, kube_proxy_mode: nftables' | WARNING | kube_proxy_mode | kube-proxy's mode nftables is alpha in Kubernetes 1.30.
          'kubernetes_version: 1.31.14, kube_proxy_mode: nftables' | WARNING | kube_proxy_mode | kube-proxy's mode nftables is beta in Kubernetes 1.31.
          kube_proxy_mode: ipvs              | WARNING | kube_proxy_mode    | kube-proxy's mode ipvs is deprecated since Kubernetes 1.35 and will be taken out.
          'kubernetes_version: 1.37.1, etcd_custom_flags: [--experimental-x=1]' | ERROR | etcd_custom_flags | etcd 3.7.2 does not know --experimental-x any more.
          """)
  void saysWhatDoesNotFit(String settings, Problem.Severity severity, String field, String what) {
    assertThat(problems(settings))
        .anySatisfy(
            problem -> {
              assertThat(problem.severity()).isEqualTo(severity);
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.what()).isEqualTo(what);
              assertThat(problem.remedy()).endsWith(".");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubernetes_version: 1.21.14 | It may well work; no Calico that is known here matches better.
          calico_version: 3.31.7      | It may well work; leave calico_version out to take the one that matches best.
          """)
  void saysToLeaveCalicosVersionOutWhereThatHelps(String settings, String remedy) {
    assertThat(problems(settings))
        .filteredOn(problem -> problem.field().equals("calico_version"))
        .extracting(Problem::remedy)
        .containsExactly(remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubernetes_version: 1.36
          kube_proxy_mode: nftables
          'container_runtime: docker, kubernetes_version: 1.35.9'
          'kubernetes_version: 1.34.11, etcd_version: 3.5.33'
          """)
  void saysNothingOfWhatFits(String settings) {
    assertThat(problems(settings)).isEmpty();
  }

  @Test
  void dockerBeforeKubernetes124NeedsNoShim() {
    assertThat(problems("container_runtime: docker, cni: routed, kubernetes_version: 1.23.17"))
        .noneMatch(Problem::isError);
  }

  @Test
  void everyLineOfTheCatalogueFitsTogether() {
    for (Catalogue.Line line : Catalogue.load().lines()) {
      String cni = line.minor().equals("1.20") ? ", cni: routed" : "";
      assertThat(problems("kubernetes_version: " + line.newest() + cni))
          .as(line.minor())
          .noneMatch(Problem::isError)
          .allMatch(
              p -> p.field().equals("kubernetes_version") || p.field().equals("calico_version"));
      assertThat(line.supported()).isEqualTo(line.supportedOn(TODAY));
    }
  }

  @Test
  void aBareMinorBecomesItsNewestPatchAndOthersMatchIt() {
    assertThat(Catalogue.load().fill(Map.of(Setting.KUBERNETES_VERSION, "1.36")))
        .containsEntry(Setting.KUBERNETES_VERSION, "1.36.4")
        .containsEntry(Setting.ETCD_VERSION, "3.6.14");
    assertThat(
            Catalogue.load()
                .fill(Map.of(Setting.KUBERNETES_VERSION, "1.20.2", Setting.ETCD_VERSION, "3.5.16")))
        .doesNotContainKeys(Setting.KUBERNETES_VERSION, Setting.ETCD_VERSION)
        .containsEntry(Setting.PAUSE_IMAGE, "registry.k8s.io/pause:3.2")
        .containsEntry(Setting.CRI_DOCKERD_VERSION, "");
    assertThat(Catalogue.load().fill(Map.of())).containsEntry(Setting.KUBERNETES_VERSION, "1.36.4");
  }
}
