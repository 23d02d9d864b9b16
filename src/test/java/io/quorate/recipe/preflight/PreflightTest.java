package io.quorate.recipe.preflight;

import static io.quorate.recipe.Fixtures.MASTER_1;
import static io.quorate.recipe.Fixtures.MASTER_2;
import static io.quorate.recipe.Fixtures.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.Finding.Status;
import io.quorate.plan.Reachability;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {

  private static final Inventory INVENTORY = Fixtures.inventory();

  @Test
  void healthyMachinesPass() {
    assertThat(judge(Map.of())).allMatch(f -> f.status() == Status.OK);
  }

  @Test
  void nodesAreAskedForWhatTheyWillUseOfOthers() {
    var requests = Preflight.requests(INVENTORY);
    assertThat(requests.get("node-1").targets())
        .contains("10.0.0.12:2379", "10.0.0.12:6443", "10.0.0.14:10250", "10.0.0.14:179")
        .doesNotContain("10.0.0.11:6443", "10.0.0.14:6443");
    assertThat(requests.get("node-4").targets())
        .contains("10.0.0.11:6443")
        .doesNotContain("10.0.0.11:2379", "10.0.0.11:10250");
    assertThat(requests.get("node-4").names()).containsExactlyInAnyOrder("dl.k8s.io", "github.com");
    assertThat(requests.get("node-4").units()).contains("kube-api-proxy.service");
  }

  @Test
  void aMirrorByAddressNeedsNoNames() {
    Inventory mirrored =
        Fixtures.with(
            new Inventory.Downloads(
                "http://10.0.0.1:8000", Inventory.Distribute.NODES, List.of(), Map.of()));
    assertThat(Preflight.requests(mirrored).get("node-1").names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu, 18.04, OK",
    "ubuntu, 26.04, OK",
    "debian, 11, OK",
    "debian, 13, OK",
    "ubuntu, 16.04, WARNING",
    "ubuntu, 23.10, FAILED",
    "debian, 10, FAILED",
    "rocky, 9.6, OK",
    "almalinux, 9, OK",
    "rocky, 8.10, FAILED",
    "rocky, 10.0, FAILED",
    "fedora, 44, FAILED"
  })
  void systemsAreKnownByRelease(String id, String version, Status status) {
    assertThat(
            status(
                "os",
                m -> {
                  m.osId = id;
                  m.osVersion = version;
                }))
        .isEqualTo(status);
  }

  @Test
  void whatASystemLacksIsSaid() {
    assertThat(finding("os", m -> m.osId = "debian").found()).doesNotContain("package");
    Finding rocky =
        finding(
            "os",
            m -> {
              m.osId = "rocky";
              m.osVersion = "9.6";
            });
    assertThat(rocky.found()).isEqualTo("rocky 9.6; it has no package htop");
  }

  @Test
  void dockerIsNotOfferedEverywhere() {
    Inventory docker = Fixtures.with(Fixtures.versions("1.36.4", Runtime.DOCKER, "2.3.4", ""));
    Consumer<Machine> rocky =
        m -> {
          m.osId = "rocky";
          m.osVersion = "9.6";
        };
    assertThat(judge(docker, Map.of(MASTER_1, rocky)))
        .filteredOn(f -> f.kind() == Kind.DOCKER)
        .singleElement()
        .matches(f -> f.node().equals("node-1") && f.status() == Status.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"amd64, OK", "arm64, OK", "riscv64, FAILED"})
  void architecturesAreThoseThatAreBuilt(String arch, Status status) {
    assertThat(status("arch", m -> m.arch = arch)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"899, FAILED", "900, WARNING", "1799, WARNING", "1800, OK"})
  void memoryHasTwoLines(long memory, Status status) {
    assertThat(status("memory", m -> m.memoryMiB = memory)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"3071, FAILED", "3072, WARNING", "10240, OK"})
  void diskHasTwoLines(long free, Status status) {
    assertThat(status("disk", m -> m.diskFreeMiB = free)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"3.16.0, FAILED", "5.4.0-150-generic, WARNING", "5.10.0-28-amd64, OK"})
  void kernelsMayBeTooOld(String kernel, Status status) {
    assertThat(status("kernel", m -> m.kernel = kernel)).isEqualTo(status);
  }

  @Test
  void oneProcessorIsSaidOfMasters() {
    assertThat(finding("cpus", m -> m.cpus = 1))
        .satisfies(f -> assertThat(f.status()).isEqualTo(Status.WARNING))
        .satisfies(f -> assertThat(f.found()).isEqualTo("1; a master is advised to have 2."));
    assertThat(judge(Map.of(WORKER, m -> m.cpus = 1))).allMatch(f -> f.status() == Status.OK);
  }

  @Test
  void smallPacketsAreSaid() {
    assertThat(finding("mtu", m -> m.mtu = 1200).found())
        .startsWith("eth0 carries packets of 1200");
    assertThat(judge(Map.of(MASTER_1, m -> m.mtu = 1280))).allMatch(f -> f.status() == Status.OK);
  }

  @Test
  void cgroupV1IsSaidFrom135On() {
    assertThat(status("cgroups", m -> m.cgroupV2 = false)).isEqualTo(Status.WARNING);
    Inventory old = Fixtures.with(Fixtures.versions("1.34.11", Runtime.CONTAINERD, "1.7.28", ""));
    assertThat(judge(old, Map.of(MASTER_1, m -> m.cgroupV2 = false)))
        .allMatch(f -> f.status() == Status.OK);
  }

  @Test
  void swapIsSwitchedOffButNotThatOfAContainersHost() {
    assertThat(status("swap", m -> m.swapOn = true)).isEqualTo(Status.OK);
    assertThat(
            status(
                "swap",
                m -> {
                  m.swapOn = true;
                  m.container = "lxc";
                }))
        .isEqualTo(Status.WARNING);
  }

  @Test
  void aContainerIsSaidWithWhatIsAdapted() {
    assertThat(
            finding(
                "container",
                m -> {
                  m.container = "systemd-nspawn";
                  m.capSysResource = false;
                }))
        .satisfies(f -> assertThat(f.status()).isEqualTo(Status.OK))
        .satisfies(f -> assertThat(f.found()).contains("systemd-nspawn", "oom scores"));
  }

  @Test
  void aPortOfSomeoneElseFailsAndNamesTheProcess() {
    assertThat(finding("port-6443", m -> m.listening = Map.of(22, "sshd", 6443, "haproxy")))
        .satisfies(f -> assertThat(f.status()).isEqualTo(Status.FAILED))
        .satisfies(f -> assertThat(f.found()).contains("haproxy"))
        .satisfies(f -> assertThat(f.remedy()).contains("6443"));
  }

  @Test
  void aPortOfAnEarlierRunIsFine() {
    Consumer<Machine> ours =
        m -> {
          m.listening = Map.of(6443, "kube-apiserver", 2379, "etcd");
          m.units = Set.of("kube-apiserver.service", "etcd.service");
          m.records = Map.of("manifest", "/etc/hosts\n");
        };
    assertThat(status("ports", ours)).isEqualTo(Status.OK);
    // kubeadm's API server is called the same, but nothing on the node is ours.
    assertThat(status("port-6443", m -> m.listening = Map.of(6443, "kube-apiserver")))
        .isEqualTo(Status.FAILED);
  }

  @Test
  void leftoversOfOthersFailAndOwnDataDoesNot() {
    assertThat(
            status(
                "residue",
                m -> m.present = Set.of("/etc/kubernetes/manifests/kube-apiserver.yaml")))
        .isEqualTo(Status.FAILED);
    assertThat(status("residue", m -> m.present = Set.of("/var/lib/etcd/member")))
        .isEqualTo(Status.FAILED);
    assertThat(
            status(
                "residue",
                m -> {
                  m.present = Set.of("/var/lib/etcd/member");
                  m.records = Map.of("manifest", "");
                }))
        .isEqualTo(Status.OK);
  }

  @Test
  void networksOfTheMachineMustNotLieInTheClusters() {
    assertThat(status("networks", m -> m.routes = List.of("10.96.3.0/24")))
        .isEqualTo(Status.FAILED);
    assertThat(status("networks", m -> m.routes = List.of("10.0.0.0/8"))).isEqualTo(Status.WARNING);
    assertThat(
            status(
                "networks",
                m -> {
                  m.routes = List.of("10.244.1.0/24");
                  m.records = Map.of("manifest", "");
                }))
        .isEqualTo(Status.OK);
  }

  @Test
  void silenceBetweenNodesFailsByPair() {
    assertThat(
            finding(
                "reach", m -> m.reaches = Map.of("10.0.0.12:2379", false, "10.0.0.12:6443", true)))
        .satisfies(f -> assertThat(f.status()).isEqualTo(Status.FAILED))
        .satisfies(f -> assertThat(f.found()).contains("node-2", "2379").doesNotContain("6443"));
  }

  @Test
  void everyPairOfNodesIsSaidWithItsOutcome() {
    Map<String, NodeFacts> nodes =
        new LinkedHashMap<>(
            facts(
                INVENTORY,
                Map.of(
                    MASTER_1,
                    m -> m.reaches = Map.of("10.0.0.12:2379", false, "10.0.0.12:6443", true),
                    WORKER,
                    m -> m.reaches = Map.of("10.0.0.11:6443", true, "10.0.0.11:179", true))));
    nodes.remove("node-2");
    List<Reachability> reachability =
        Preflight.reachability(INVENTORY, new ClusterFacts(nodes, Map.of("node-2", "no route.")));

    int hosts = INVENTORY.hosts().size();
    assertThat(reachability).hasSize(hosts * (hosts - 1));
    assertThat(between(reachability, "node-1", "node-2"))
        .satisfies(c -> assertThat(c.outcome()).isEqualTo(Reachability.Outcome.SILENT))
        .satisfies(c -> assertThat(c.ports()).containsExactly(2379))
        .satisfies(c -> assertThat(c.remedy()).contains("firewalls"));
    assertThat(between(reachability, "node-4", "node-1"))
        .satisfies(c -> assertThat(c.outcome()).isEqualTo(Reachability.Outcome.ANSWERS))
        .satisfies(c -> assertThat(c.found()).contains("6443", "179"));
    assertThat(between(reachability, "node-2", "node-1"))
        .satisfies(c -> assertThat(c.outcome()).isEqualTo(Reachability.Outcome.UNTRIED))
        .satisfies(c -> assertThat(c.found()).endsWith("no route."));
  }

  private static Reachability between(List<Reachability> reachability, String from, String to) {
    return reachability.stream()
        .filter(c -> c.from().equals(from) && c.to().equals(to))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNewcomerThatOurOwnFirewallsKeepOutIsFine() {
    String rules =
        """
        		ip saddr 10.0.0.11 accept
        		ip saddr 10.0.0.121 accept
        		tcp dport 2379 jump KUBE-FW-ETCD
        """;
    Consumer<Machine> newcomer = m -> m.reaches = Map.of("10.0.0.11:2379", false);
    Consumer<Machine> member = m -> m.records = Map.of(Preflight.FIREWALL, rules);
    assertThat(judge(INVENTORY, Map.of(MASTER_2, newcomer, MASTER_1, member)))
        .filteredOn(f -> f.kind() == Kind.REACH && f.node().equals("node-2"))
        .singleElement()
        .satisfies(f -> assertThat(f.status()).isEqualTo(Status.OK))
        .satisfies(f -> assertThat(f.found()).contains("node-1").doesNotContain("all answer"));
    assertThat(
            between(
                    Preflight.reachability(
                        INVENTORY,
                        new ClusterFacts(
                            facts(INVENTORY, Map.of(MASTER_2, newcomer, MASTER_1, member)),
                            Map.of())),
                    "node-2",
                    "node-1")
                .outcome())
        .isEqualTo(Reachability.Outcome.OPENS_LATER);
    // What is known to be dropped need not be tried.
    Map<Host, Consumer<Machine>> untried =
        Map.of(
            MASTER_2,
            m -> m.reaches = Map.of("10.0.0.11:6443", true),
            MASTER_1,
            m -> m.records = Map.of(Preflight.FIREWALL, rules));
    assertThat(
            between(
                Preflight.reachability(
                    INVENTORY, new ClusterFacts(facts(INVENTORY, untried), Map.of())),
                "node-2",
                "node-1"))
        .satisfies(c -> assertThat(c.outcome()).isEqualTo(Reachability.Outcome.OPENS_LATER))
        .satisfies(c -> assertThat(c.ports()).contains(6443, 2379));
    // One that the rules name is kept out by something else, and so is a port that they leave.
    String named = rules.replace("10.0.0.121", "10.0.0.12");
    assertThat(
            judge(
                INVENTORY,
                Map.of(
                    MASTER_2,
                    newcomer,
                    MASTER_1,
                    m -> m.records = Map.of(Preflight.FIREWALL, named))))
        .anyMatch(f -> f.status() == Status.FAILED);
    assertThat(
            judge(
                INVENTORY,
                Map.of(
                    MASTER_2, m -> m.reaches = Map.of("10.0.0.11:6443", false), MASTER_1, member)))
        .anyMatch(f -> f.status() == Status.FAILED);
  }

  @Test
  void clocksMayBeTwoSecondsApart() {
    assertThat(judge(INVENTORY, Map.of(WORKER, m -> m.clockSkewMillis = 2040)))
        .allMatch(f -> f.status() == Status.OK);
    assertThat(judge(INVENTORY, Map.of(WORKER, m -> m.clockSkewMillis = 2041)))
        .filteredOn(f -> f.kind() == Kind.CLOCK)
        .singleElement()
        .satisfies(f -> assertThat(f.status()).isEqualTo(Status.FAILED))
        .satisfies(f -> assertThat(f.node()).isEqualTo("node-4"))
        .satisfies(f -> assertThat(f.found()).contains("2.0 s ahead of"));
  }

  @Test
  void ofTwoClocksNobodyKnowsWhichIsWrongButOneIsNamed() {
    Inventory two = Fixtures.with(List.of(MASTER_1, WORKER));
    assertThat(judge(two, Map.of(MASTER_1, m -> m.clockSkewMillis = -5000)))
        .filteredOn(f -> f.status() == Status.FAILED)
        .isNotEmpty();
  }

  @Test
  void clonesAreNamed() {
    assertThat(
            judge(
                INVENTORY,
                Map.of(MASTER_1, m -> m.machineId = "x", MASTER_2, m -> m.machineId = "x")))
        .filteredOn(f -> f.status() == Status.FAILED)
        .singleElement()
        .satisfies(f -> assertThat(f.found()).contains("node-1, node-2"));
  }

  @Test
  void whatCannotBeReachedFailsWithTheReasonAndTheOthersAreStillJudged() {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>(facts(INVENTORY, Map.of()));
    nodes.remove("node-4");
    assertThat(
            Preflight.judge(
                INVENTORY, new ClusterFacts(nodes, Map.of("node-4", "wrong sudo password"))))
        .filteredOn(f -> f.status() == Status.FAILED)
        .singleElement()
        .satisfies(f -> assertThat(f.found()).isEqualTo("wrong sudo password"))
        .satisfies(f -> assertThat(f.node()).isEqualTo("node-4"));
  }

  private static Status status(String check, Consumer<Machine> change) {
    return finding(check, change).status();
  }

  private static Finding finding(String check, Consumer<Machine> change) {
    return judge(Map.of(MASTER_1, change)).stream()
        .filter(f -> f.node().equals("node-1") && f.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private static List<Finding> judge(Map<Host, Consumer<Machine>> changes) {
    return judge(INVENTORY, changes);
  }

  private static List<Finding> judge(Inventory inventory, Map<Host, Consumer<Machine>> changes) {
    return Preflight.judge(inventory, new ClusterFacts(facts(inventory, changes), Map.of()));
  }

  private static Map<String, NodeFacts> facts(
      Inventory inventory, Map<Host, Consumer<Machine>> changes) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      Machine machine = Machine.like(host);
      machine.resolves = Set.of("dl.k8s.io", "github.com");
      changes.getOrDefault(host, m -> {}).accept(machine);
      nodes.put(host.name(), machine.facts());
    }
    return nodes;
  }
}
