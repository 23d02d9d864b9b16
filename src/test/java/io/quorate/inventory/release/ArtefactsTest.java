package io.quorate.inventory.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtefactsTest {

  static Inventory inventory(String... settings) {
    String text = "all:\n  vars:\n    " + String.join("\n    ", settings) + "\n";
    var reading = InventoryFile.parse(text, "inventory.yaml", Catalogue.load());
    assertThat(reading.problems()).isEmpty();
    return Objects.requireNonNull(reading.inventory());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          kubelet, https://dl.k8s.io/release/v1.36.4/bin/linux/arm64/kubelet, https://dl.k8s.io/release/v1.36.4/bin/linux/arm64/kubelet.sha256, kubelet
          etcd, https://github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-arm64.tar.gz, https://github.com/etcd-io/etcd/releases/download/v3.6.14/SHA256SUMS, etcd-v3.6.14-linux-arm64.tar.gz
          containerd, https://github.com/containerd/containerd/releases/download/v2.3.4/containerd-2.3.4-linux-arm64.tar.gz, https://github.com/containerd/containerd/releases/download/v2.3.4/containerd-2.3.4-linux-arm64.tar.gz.sha256sum, containerd-2.3.4-linux-arm64.tar.gz
          runc, https://github.com/opencontainers/runc/releases/download/v1.4.3/runc.arm64, https://github.com/opencontainers/runc/releases/download/v1.4.3/runc.sha256sum, runc.arm64
          cni-plugins, https://github.com/containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-arm64-v1.9.1.tgz, https://github.com/containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-arm64-v1.9.1.tgz.sha256, cni-plugins-linux-arm64-v1.9.1.tgz
          crictl, https://github.com/kubernetes-sigs/cri-tools/releases/download/v1.36.0/crictl-v1.36.0-linux-arm64.tar.gz, https://github.com/kubernetes-sigs/cri-tools/releases/download/v1.36.0/crictl-v1.36.0-linux-arm64.tar.gz.sha256, crictl-v1.36.0-linux-arm64.tar.gz
          cri-dockerd, https://github.com/Mirantis/cri-dockerd/releases/download/v0.3.26/cri-dockerd-0.3.26.arm64.tgz, , cri-dockerd-0.3.26.arm64.tgz
          calico-manifest, https://raw.githubusercontent.com/projectcalico/calico/v3.32.1/manifests/calico.yaml, , calico.yaml
          calicoctl, https://github.com/projectcalico/calico/releases/download/v3.32.1/calicoctl-linux-arm64, https://github.com/projectcalico/calico/releases/download/v3.32.1/SHA256SUMS, calicoctl-linux-arm64
          """)
  void officialPlaces(String component, String url, String checksumUrl, String fileName) {
    Artefact artefact = Artefacts.of(inventory("kubernetes_version: 1.36.4"), component, "arm64");

    assertThat(artefact.url()).isEqualTo(url);
    assertThat(artefact.checksumUrl()).isEqualTo(checksumUrl);
    assertThat(artefact.fileName()).isEqualTo(fileName);
  }

  @Test
  void everyComponentCanBeVerifiedWithTheSuggestedVersions() {
    for (Catalogue.Line line : Catalogue.load().lines()) {
      Inventory inventory = inventory("kubernetes_version: " + line.newest());
      for (String component : Artefacts.COMPONENTS) {
        if (component.equals("cri-dockerd") && line.criDockerd().isEmpty()) {
          continue;
        }
        for (String arch : java.util.List.of("amd64", "arm64")) {
          Artefact artefact = Artefacts.of(inventory, component, arch);
          assertThat(artefact.sha256() != null || artefact.checksumUrl() != null)
              .as(line.minor() + " " + component)
              .isTrue();
        }
      }
    }
  }

  @Test
  void aMirrorReplacesTheHostsAndKeepsThePaths() {
    Artefact byUrl =
        Artefacts.of(
            inventory("kubernetes_version: 1.20.2", "mirror: http://10.77.0.1:8000/"),
            "kubectl",
            "amd64");
    assertThat(byUrl.url())
        .isEqualTo("http://10.77.0.1:8000/dl.k8s.io/release/v1.20.2/bin/linux/amd64/kubectl");
    assertThat(byUrl.checksumUrl()).isEqualTo(byUrl.url() + ".sha256");

    Artefact byFolder = Artefacts.of(inventory("mirror: /srv/my mirror"), "runc", "amd64");
    assertThat(byFolder.url())
        .isEqualTo(
            "file:///srv/my%20mirror/github.com/opencontainers/runc/releases/download/v1.4.3/runc.amd64");
  }

  @Test
  void aPinnedChecksumWins() {
    String sum = "AB".repeat(32);
    Artefact artefact =
        Artefacts.of(
            inventory(
                "kubernetes_version: 1.36.4",
                "mirror: http://10.77.0.1:8000",
                "checksums: {dl.k8s.io/release/v1.36.4/bin/linux/amd64/kubectl: " + sum + "}"),
            "kubectl",
            "amd64");
    assertThat(artefact.sha256()).isEqualTo("ab".repeat(32));
  }

  @Test
  void imageArchivesLieBelowTheMirrorAtAUrlOrOnTheOperatorsMachine() {
    Inventory inventory =
        inventory(
            "mirror: http://10.77.0.1:8000",
            "image_archives: [images/pause.tar, 'https://example.com/x.tar', /srv/y.tar]");
    assertThat(Artefacts.imageArchives(inventory))
        .extracting(Artefact::url)
        .containsExactly(
            "http://10.77.0.1:8000/images/pause.tar",
            "https://example.com/x.tar",
            "file:///srv/y.tar");
  }

  @Test
  void refusesWhatIsNotPublished() {
    Inventory inventory = inventory("kubernetes_version: 1.36.4");
    assertThatThrownBy(() -> Artefacts.of(inventory, "kubelet", "s390x"))
        .hasMessageContaining("s390x");
    assertThatThrownBy(() -> Artefacts.of(inventory, "kubeadm", "amd64"))
        .hasMessageContaining("kubeadm");
  }
}
