package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * An inventory written by hand, installed without the wizard: three masters that also work and a
 * worker. The tests build on one another.
 */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FileInstallLabTest {

  private static final int NODES = 4;
  private static final int FINISHED_WITH_WARNINGS = 4;
  @TempDir static Path home;
  private static Program quorate;

  @BeforeAll
  static void freshNodes() {
    Lab.fresh(NODES);
    quorate = new Program(home);
  }

  private static Path inventory(LabInventory inventory) {
    return quorate.inventory("lab.yaml", inventory.text());
  }

  private static LabInventory standard() {
    return new LabInventory(3, NODES);
  }

  @Test
  @Order(1)
  void dryRunSaysWhatWouldChangeAndChangesNothing() {
    var result = quorate.install(inventory(standard()), "--dry-run");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("kube-apiserver.service", "node-4", "nothing was changed");
    assertThat(
            Lab.ssh("node-1", "ls -d /etc/kubernetes /var/lib/quorate /opt/cni 2>/dev/null")
                .output())
        .isEmpty();
  }

  @Test
  @Order(2)
  void installsAVerifiedCluster() {
    var result = quorate.install(inventory(standard()), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    System.out.println("figure: install of 4 nodes took " + result.took());
    Cluster.assertReady(NODES);
    Cluster.assertServesPods(NODES);
    var kubeconfig =
        Commands.run(
            Duration.ofSeconds(20),
            Map.of(),
            Lab.inside("cat", home.resolve(".kube/config").toString()));
    assertThat(kubeconfig.orFail().output()).contains("name: lab");
  }

  @Test
  @Order(3)
  void aSecondRunChangesAndRestartsNothing() {
    Map<String, Map<String, String>> before = startTimes();
    var result = quorate.install(inventory(standard()), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("nothing was changed").doesNotContain("changed ");
    assertThat(startTimes()).isEqualTo(before);
    System.out.println("figure: a run with nothing to do took " + result.took());
  }

  @Test
  @Order(4)
  void oneSettingChangesOnlyWhatDependsOnIt() {
    LabInventory wanted = standard().set("service_node_port_range", "30000-31000");
    assertThat(restartedBy(wanted))
        .isEqualTo(
            Set.of(
                "node-1 kube-apiserver.service",
                "node-2 kube-apiserver.service",
                "node-3 kube-apiserver.service"));

    wanted.set("kubelet_custom_flags", "[\"--max-pods=100\"]");
    assertThat(restartedBy(wanted))
        .isEqualTo(
            Set.of(
                "node-1 kubelet.service",
                "node-2 kubelet.service",
                "node-3 kubelet.service",
                "node-4 kubelet.service"));

    // The table is replaced by a reload: at no moment is there none, and nothing starts anew.
    wanted.set("firewall_ports", "[{name: kubelet, port: 10250}, {name: mine, port: 9999}]");
    assertThat(restartedBy(wanted)).isEmpty();
    for (int i = 1; i <= NODES; i++) {
      assertThat(Lab.ssh("node-" + i, "nft list ruleset").orFail().output())
          .as("rules of node-" + i)
          .contains("9999")
          .doesNotContain("dport 9100");
    }
    Cluster.assertReady(NODES);
  }

  @Test
  @Order(5)
  void anAddOnWhoseImageCannotBePulledIsExactlyOneWarning() {
    LabInventory wanted =
        standard()
            .set("service_node_port_range", "30000-31000")
            .set("kubelet_custom_flags", "[\"--max-pods=100\"]")
            .set("firewall_ports", "[{name: kubelet, port: 10250}, {name: mine, port: 9999}]")
            .set("dns_addon", "coredns");
    var result = quorate.install(inventory(wanted), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(FINISHED_WITH_WARNINGS);
    assertThat(result.output().lines().filter(l -> l.contains("WARNING")).toList())
        .as(result.output())
        .filteredOn(l -> !l.contains("DONE WITH WARNINGS"))
        .singleElement()
        .asString()
        .contains("cluster DNS", "registry.k8s.io/coredns/coredns:");
  }

  private Set<String> restartedBy(LabInventory wanted) {
    Map<String, Map<String, String>> before = startTimes();
    var result = quorate.install(inventory(wanted), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    Map<String, Map<String, String>> after = startTimes();
    Set<String> restarted = new TreeSet<>();
    after.forEach(
        (node, units) ->
            units.forEach(
                (unit, time) -> {
                  if (!time.equals(before.get(node).get(unit))) {
                    restarted.add(node + " " + unit);
                  }
                }));
    return restarted;
  }

  private static Map<String, Map<String, String>> startTimes() {
    Map<String, Map<String, String>> times = new HashMap<>();
    for (int i = 1; i <= NODES; i++) {
      times.put("node-" + i, Cluster.startTimes("node-" + i));
    }
    return times;
  }
}
