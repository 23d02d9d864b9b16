package io.quorate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--- {apiVersion: v1, kind: Secret, stringData: {p: aGlkZGVu}}",
        "---\nkind: &k Secret\ndata: {p: aGlkZGVu}",
        "---\nkind:\n  Secret\ndata: {p: aGlkZGVu}",
        "---\nkind: Secret\n# password: aGlkZGVu\n",
        "---\n{\"kind\": \"\\u0053ecret\", \"data\": {\"p\": \"aGlkZGVu\"}}",
        "---\nkind: List\nitems: [{kind: Secret, data: {p: aGlkZGVu}}]",
        "---\nkind: Secret # aGlkZGVu\n",
        "---\na: [\naGlkZGVu: \n"
      })
  void whateverFormASecretHas(String document) {
    assertThat(ManifestText.shown(document)).doesNotContain("aGlkZGVu");
  }
}
