package io.quorate.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.cli.Called;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files, compared as clusters. */
class InventoryDiffCommandTest {

  private static final String A =
      """
      all:
        vars:
          kubernetes_version: 1.35.9
          etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
          gen_locales: [en_US.UTF-8, de_DE.UTF-8]
          kubelet_config: {maxPods: 200}
          containerd_environment: {HTTPS_PROXY: "http://me:sample@proxy:3128"}
        hosts:
          a: {ansible_host: 10.9.0.1}
          b: {ansible_host: 10.9.0.2}
          c: {ansible_host: 10.9.0.3}
        children: {k8s_masters: {hosts: {a: }}, k8s_workers: {hosts: {a: , b: , c: }}}
      """;

  private static final String B =
      """
      # Written in another way.
      all:
        vars:
          cni: routed
          etcd_initial_token: sample-only-1z4v6b0n7f3k9q2m5x8w
          gen_locales: [en_US.UTF-8, ru_RU.UTF-8]
          kubelet_config: {maxPods: 110}
          containerd_environment: {HTTPS_PROXY: "http://me:other@proxy:3128"}
          kubernetes_version: 1.35.9
        children:
          k8s_masters:
            hosts:
              a: {ansible_host: 10.9.0.11}
              n2: {ansible_host: 10.9.0.4}
              n3: {ansible_host: 10.9.0.5, ansible_port: 2222}
          k8s_workers: {hosts: {beta: {ansible_host: 10.9.0.2}}}
      """;

  @TempDir private Path folder;

  private Called diff(String one, String other, String... more) throws IOException {
    Path a = Files.writeString(folder.resolve("a.yaml"), one);
    Path b = Files.writeString(folder.resolve("b.yaml"), other);
    return more.length == 0
        ? Called.with("inventory", "diff", a.toString(), b.toString())
        : Called.with("inventory", "diff", a.toString(), b.toString(), more[0]);
  }

  @Test
  void differencesAreSaidInTermsOfTheCluster() throws IOException {
    Called called = diff(A, B);

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.out())
        .isEqualTo(
            """
            ~ a is no worker any more
            ~ a: ansible_host: 10.9.0.1 -> 10.9.0.11
            ~ b is called beta now
            - c: worker removed, was at 10.9.0.3
            + n2: master added, at 10.9.0.4
            + n3: master added, at 10.9.0.5
            ~ cni: calico (default) -> routed
            ~ etcd_initial_token: another one (not shown)
            - gen_locales: de_DE.UTF-8
            + gen_locales: ru_RU.UTF-8
            ~ kubelet_config maxPods: 200 -> 110
            ~ containerd_environment HTTPS_PROXY: another one (not shown)
            = masters: 1 -> 3; failures survived: 0 -> 1
            """);
  }

  @Test
  void theSameClusterIsTheSameHoweverItIsWritten() throws IOException {
    String other =
        A.replace(
                "gen_locales: [en_US.UTF-8, de_DE.UTF-8]",
                "gen_locales:\n    # why\n    - en_US.UTF-8\n    - 'de_DE.UTF-8'\n    cni: calico")
            .replace("k8s_workers: {hosts: {a: , b: , c: }}", "k8s_workers: {hosts: {'[a:c]': }}");

    Called called = diff(A, other);

    assertThat(called).isEqualTo(new Called(0, "The clusters are the same.\n", ""));
  }

  @Test
  void aProgramReadsThemAsJson() throws IOException {
    Called called = diff(A, B, "--json");

    JsonNode root = new ObjectMapper().readTree(called.out());
    assertThat(root.get("same").asBoolean()).isFalse();
    assertThat(root.get("differences"))
        .extracting(JsonNode::toString)
        .contains(
            "{\"kind\":\"host-added\",\"host\":\"n2\",\"address\":\"10.9.0.4\",\"roles\":[\"master\"]}",
            "{\"kind\":\"changed\",\"setting\":\"etcd_initial_token\",\"from\":\"•••\",\"to\":\"•••\"}",
            "{\"kind\":\"changed\",\"setting\":\"gen_locales\",\"from\":null,\"to\":\"ru_RU.UTF-8\"}");
    assertThat(called.out()).doesNotContain("sample");
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    Called called = diff(A, "all: {vars: {cni: flannel}}");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("b.yaml:1:19: error: cni: \"flannel\"");
    assertThat(Called.with("inventory", "diff", folder + "/x", folder + "/y").err())
        .isEqualTo(
            "error: there is no file %s/x.\nerror: there is no file %s/y.\n"
                .formatted(folder, folder));
  }
}
