package io.quorate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManifestsNetworkTest {

  @Test
  void everyNetworkIsFoundByItsWord() {
    assertThat(PodNetwork.all())
        .allSatisfy(n -> assertThat(PodNetwork.of(n.cni())).hasSameClassAs(n));
    assertThat(PodNetwork.all()).extracting(PodNetwork::title).doesNotHaveDuplicates();
  }

  @Test
  void ofSecretsNothingIsShown() {
    String manifests =
        """
        ---
        # 10-a.yaml
        kind: ConfigMap
        data: {a: b}
        ---
        apiVersion: v1
        kind: Secret
        data:
          password: aGlkZGVu
        ---
        {"kind": "Secret", "data": {"x": "aGlkZGVu"}}
        """;
    String shown = ManifestText.shown(manifests);
    assertThat(shown).contains("data: {a: b}").contains("kind: Secret").doesNotContain("aGlkZGVu");
    assertThat(shown.lines().count()).isEqualTo(manifests.lines().count());
  }
}
