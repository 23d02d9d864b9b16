package io.quorate.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs on nodes beside the operations: it parses, and does what it is for. */
class NodeScriptsTest {

  @TempDir Path folder;

  private record Ran(int exit, String output) {}

  private Ran run(Map<String, String> environment, String input, String... command)
      throws IOException, InterruptedException {
    Path in = Files.writeString(folder.resolve("in"), input);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(in.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "addons/manifest.check.sh",
        "etcd/etcdctl.sh",
        "etcd/snapshot.sh",
        "kubernetes/roles.check.sh",
        "kubernetes/roles.apply.sh",
        "network/calico.check.sh",
        "network/calico.apply.sh",
        "network/pod-network.sh",
        "verify/apiserver.sh",
        "verify/dns.sh",
        "verify/etcd.sh",
        "verify/leases.sh",
        "verify/nodes.sh",
        "verify/pods.lib.sh",
        "verify/pods.check.sh",
        "verify/pods.apply.sh",
        "verify/proxy.sh"
      })
  void scriptsAreShell(String asset) throws Exception {
    Ran ran = run(Map.of(), new Template(asset).text(), "sh", "-n");
    assertThat(ran.exit()).as(ran.output()).isZero();
  }

  private static final String CALICO =
      """
      data:
        calico_backend: "bird"
        veth_mtu: "0"
      ---
                env:
                  - name: CALICO_IPV4POOL_IPIP
                    value: "Always"
                  - name: CALICO_IPV4POOL_VXLAN
                    value: "Never"
                  # - name: CALICO_IPV4POOL_CIDR
                  #   value: "192.168.0.0/16"
                  - name: CALICO_DISABLE_FILE_LOGGING
                    value: "true"
      """;

  private Ran patch(Map<String, String> change, String manifest) throws Exception {
    Path patch =
        Files.writeString(folder.resolve("calico.awk"), new Template("network/calico.awk").text());
    Map<String, String> settings =
        new HashMap<>(CalicoNetwork.settings(Kubernetes.inventory("1.36.4", "3.6.14")));
    settings.putAll(change);
    return run(settings, manifest, "awk", "-f", patch.toString());
  }

  @Test
  void calicosManifestGetsTheClustersValues() throws Exception {
    Ran ran = patch(Map.of("MTU", "1440", "IPIP", "Never", "VXLAN", "Always"), CALICO);
    assertThat(ran.output())
        .isEqualTo(
            """
            data:
              calico_backend: "bird"
              veth_mtu: "1440"
            ---
                      env:
                        - name: CALICO_IPV4POOL_IPIP
                          value: "Never"
                        - name: CALICO_IPV4POOL_VXLAN
                          value: "Always"
                        - name: CALICO_IPV4POOL_CIDR
                          value: "10.244.0.0/16"
                        - name: IP_AUTODETECTION_METHOD
                          value: "kubernetes-internal-ip"
                        - name: CALICO_DISABLE_FILE_LOGGING
                          value: "true"
            """);
    assertThat(ran.exit()).isZero();
  }

  @Test
  void calicoSpeaksNftablesWhereKubeProxyDoes() throws Exception {
    assertThat(patch(Map.of("NFTABLES", "Enabled"), CALICO).output())
        .contains("- name: FELIX_NFTABLESMODE");
  }

  @Test
  void anUnknownManifestIsNotApplied() throws Exception {
    assertThat(patch(Map.of(), "kind: Other\n").exit()).isEqualTo(1);
  }

  @Test
  void theSnapshotScriptKeepsTheNewest() throws Exception {
    String script =
        new Template("etcd/snapshot.sh")
            .fill(Map.of("keep", "2", "after", "3"))
            .replace("/var/backups/etcd", folder.resolve("snapshots").toString())
            .replace(
                "/usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 snapshot save",
                "touch");
    Path snapshots = Files.createDirectory(folder.resolve("snapshots"));
    for (String old : List.of("20200101T000000Z", "20210101T000000Z", "20220101T000000Z")) {
      Files.writeString(snapshots.resolve("etcd-" + old + ".db"), "");
    }
    Ran ran = run(Map.of(), script, "sh");
    assertThat(ran.exit()).as(ran.output()).isZero();
    try (var left = Files.list(snapshots)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .hasSize(2)
          .contains("etcd-20220101T000000Z.db");
    }
  }
}
