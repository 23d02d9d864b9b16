package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  private static final int REFUSED = 3;
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

  /** What each node is made to be, and what the next run has to say of it. */
  private static final Map<String, String> DRIFT =
      Map.of(
          "node-1",
          "kill -STOP $(systemctl show -p MainPID --value kube-controller-manager.service)",
          "node-2",
          """
          nft flush table inet quorate_firewall
          nft flush table ip quorate_pods
          chmod 666 /etc/kubernetes/kubelet.yaml
          cd /usr/local/bin
          touch -r etcdutl /run/before
          printf X | dd of=etcdutl bs=1 seek=9999 conv=notrunc status=none
          touch -r /run/before etcdutl
          """,
          "node-3",
          """
          kill -STOP $(systemctl show -p MainPID --value etcd.service)
          folder=/run/systemd/system/kube-proxy.service.d
          mkdir -p $folder
          printf '[Service]\\nExecStart=\\n%s\\n' "$(sed -n '/^ExecStart=/,/[^\\\\]$/p' \
            /etc/systemd/system/kube-proxy.service | sed 's/--v=2/--v=3/')" >$folder/mine.conf
          systemctl daemon-reload
          systemctl restart kube-proxy.service
          rm -r $folder
          systemctl daemon-reload
          """,
          "node-4",
          """
          nft insert rule inet quorate_firewall input tcp dport 10250 accept
          kill -STOP $(systemctl show -p MainPID --value containerd.service)
          mv /etc/kubernetes/kube-proxy.yaml /root/
          ln -s /root/kube-proxy.yaml /etc/kubernetes/kube-proxy.yaml
          mkdir -p /etc/systemd/system/kubelet.service.d
          printf '[Service]\\nEnvironment=MINE=1\\n' >/etc/systemd/system/kubelet.service.d/10-mine.conf
          systemctl daemon-reload
          """);

  @Test
  @Order(4)
  void everyKindOfDriftIsSaidAndRepairedAtOnce() {
    Map<String, Map<String, String>> before = startTimes();
    Lab.ssh(
            "node-1",
            "kubectl patch clusterrolebinding quorate:cluster-admins --type=json -p"
                + " '[{\"op\":\"replace\",\"path\":\"/subjects/0/name\",\"value\":\"nobody\"}]'")
        .orFail();
    DRIFT.forEach((node, script) -> Lab.ssh(node, "set -e\n" + script).orFail());
    var result = quorate.install(inventory(standard()), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    System.out.println("figure: a run that repairs drift took " + result.took());
    assertThat(result.output().replaceAll("(?m)^\\S+ +", ""))
        .contains(
            "node-1  changed kube-controller-manager.service: restarted: its process was stopped",
            "node-1  changed cluster-access in the cluster: not as wanted: ClusterRoleBinding"
                + " quorate:cluster-admins",
            "node-2  changed table quorate_firewall: was empty, loaded again",
            "node-2  changed routes to 3 nodes: table quorate_pods was empty, loaded again",
            "node-2  changed /etc/kubernetes/kubelet.yaml: mode 600, was 666",
            "node-2  changed etcd 3.5.16: /usr/local/bin/etcdutl was altered",
            "node-3  changed etcd.service: restarted: its process was stopped",
            "node-3  changed kube-proxy.service: restarted: it ran with other arguments",
            "node-4  changed table quorate_firewall: had a rule that is not ours: tcp dport 10250"
                + " accept, loaded again",
            "node-4  changed containerd.service: restarted: its process was stopped",
            "node-4  changed /etc/kubernetes/kube-proxy.yaml: a link to /root/kube-proxy.yaml was in"
                + " its place",
            "kubelet.service is also set up by /etc/systemd/system/kubelet.service.d/10-mine.conf,"
                + " which is left alone");
    assertThat(startTimes().get("node-1").get("etcd.service"))
        .as("a quorum needs it")
        .isEqualTo(before.get("node-1").get("etcd.service"));

    var again = quorate.install(inventory(standard()), "--plain", "--yes");
    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(again.output())
        .contains("nothing was changed", "10-mine.conf, which is left alone")
        .doesNotContain("changed ");
    Lab.ssh("node-4", "rm -r /etc/systemd/system/kubelet.service.d; systemctl daemon-reload")
        .orFail();
  }

  @Test
  @Order(5)
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
  @Order(6)
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

  /** Real programs tell what they are; nothing is brought to them by a changed file. */
  @Test
  @Order(6)
  void anotherVersionIsRefusedByEveryJourneyUntilTheFileSaysWhatRuns() throws IOException {
    LabInventory standard = standard();
    Map<String, Map<String, String>> before = startTimes();
    Path other =
        inventory(
            standard
                .set("service_node_port_range", "30000-31000")
                .set("kubernetes_version", "\"1.21.9\"")
                .set("etcd_version", "\"3.4.23\""));
    List<List<String>> journeys =
        List.of(
            List.of("install", "--dry-run"),
            List.of("install", "--yes", "--plain"),
            List.of("add", "--yes", "--plain"),
            List.of("remove", "node-4", "--yes", "--plain"),
            List.of("repair-network", "node-4", "--yes", "--plain"));
    for (List<String> journey : journeys) {
      List<String> words = new ArrayList<>(journey);
      words.addAll(List.of("-i", other.toString()));
      var result = quorate.run(Duration.ofMinutes(2), words.toArray(String[]::new));
      assertThat(result.exitCode()).as(journey + ": " + result.output()).isEqualTo(REFUSED);
      assertThat(result.output())
          .contains("Kubernetes  1.20.2  1.21.9  another minor version")
          .contains("etcd        3.5.16  3.4.23  older than what runs, another data format")
          .contains("quorate inventory set-running-versions -i " + other)
          .doesNotContain("destroy");
    }
    assertThat(startTimes()).isEqualTo(before);

    // As after one of the masters was reinstalled: the others are asked.
    Path known = home.resolve(".ssh/known_hosts");
    List<String> keys = Files.readAllLines(known);
    String key =
        keys.stream().filter(l -> l.startsWith(Lab.address(2) + " ")).findFirst().orElseThrow();
    List<String> changed = new ArrayList<>(keys);
    changed.removeIf(l -> l.startsWith(Lab.address(1) + " "));
    changed.add(key.replace(Lab.address(2), Lab.address(1)));
    Files.write(known, changed);
    var set =
        quorate.run(
            Duration.ofMinutes(1), "inventory", "set-running-versions", "-i", other.toString());
    Files.write(known, keys);
    assertThat(set.exitCode()).as(set.output()).isZero();
    assertThat(set.output()).contains("node-1 is left out", "another host key");
    assertThat(Files.readString(other))
        .contains("kubernetes_version: \"1.20.2\"", "etcd_version: \"3.5.16\"");
    var status = quorate.run(Duration.ofMinutes(1), "status", "-i", other.toString());
    assertThat(status.output()).contains("Versions      the same on all nodes");
    assertThat(quorate.install(other, "--dry-run").exitCode()).isZero();
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
