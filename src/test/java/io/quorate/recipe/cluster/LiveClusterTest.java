package io.quorate.recipe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth.Verdict;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.MemberStatus;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.Vitals;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.lifecycle.LiveProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LiveClusterTest {

  private static final Instant NOW = Instant.parse("2026-10-01T10:00:00Z");

  /** Three masters and a worker, of which a test breaks some. */
  private static final class Scene {
    final List<Host> hosts = new ArrayList<>(Fixtures.inventory().hosts());
    final Set<String> silent = new TreeSet<>();
    final Set<String> deadMembers = new TreeSet<>();
    final Map<String, String> since = new HashMap<>();
    final Set<String> deadNodes = new TreeSet<>();
    final Set<String> forgotten = new TreeSet<>();
    final List<EtcdMember> members = new ArrayList<>();
    final Map<String, String> clusters = new LinkedHashMap<>();
    Set<String> units = Set.of("kubelet.service");
    boolean quorum = true;
    boolean installed = true;
    boolean recorded = true;

    Scene() {
      for (Host host : hosts) {
        if (host.isMaster()) {
          members.add(member(host, false));
        }
      }
    }

    static EtcdMember member(Host host, boolean learner) {
      return new EtcdMember(
          "id-" + host.name(), host.name(), "https://" + host.nodeAddress() + ":2380", learner);
    }

    LiveCluster see() {
      Map<String, NodeFacts> nodes = new LinkedHashMap<>();
      Map<String, String> unreachable = new LinkedHashMap<>();
      for (Host host : hosts) {
        if (silent.contains(host.name())) {
          unreachable.put(host.name(), "no route to host");
          continue;
        }
        Machine machine = Machine.like(host);
        if (installed) {
          machine.units = units;
          machine.present = host.isMaster() ? Set.of(EtcdCluster.DATA) : Set.of();
          machine.records =
              recorded
                  ? Map.of(
                      "manifest",
                      "/etc/hosts\n",
                      UptimeRecord.SCRIPT,
                      since.getOrDefault(host.name(), ""))
                  : Map.of();
        }
        machine.view = host.isMaster() ? view(host) : null;
        nodes.put(host.name(), machine.facts());
      }
      return LiveCluster.of(Fixtures.with(hosts), new ClusterFacts(nodes, unreachable));
    }

    private MasterView view(Host host) {
      if (!installed) {
        return MasterView.nothing();
      }
      boolean dead = deadMembers.contains(host.name());
      Set<String> reads = new HashSet<>();
      if (quorum) {
        members.stream()
            .filter(m -> !m.learner() && !deadMembers.contains(m.name()))
            .map(EtcdMember::id)
            .forEach(reads::add);
      }
      boolean member = members.stream().anyMatch(m -> m.name().equals(host.name()));
      boolean serves = quorum && !dead;
      return new MasterView(
          dead || !member
              ? null
              : new MemberStatus(
                  "id-" + host.name(),
                  clusters.getOrDefault(host.name(), "c1"),
                  quorum ? "id-node-2" : "",
                  false,
                  new Vitals("3.6.14", false, 1, 1, 4096, 4096),
                  List.of()),
          members,
          reads,
          List.of(),
          List.of(),
          serves ? ApiAnswer.ready() : ApiAnswer.none(),
          serves ? nodes() : null);
    }

    private List<ApiNode> nodes() {
      return hosts.stream()
          .filter(h -> !forgotten.contains(h.name()))
          .map(
              h ->
                  new ApiNode(
                      h.name(),
                      deadNodes.contains(h.name()) ? "Unknown" : "True",
                      NOW.minusSeconds(600),
                      "v1.36.4",
                      true,
                      h.nodeAddress(),
                      Set.of()))
          .toList();
    }
  }

  private static LiveNode node(LiveCluster cluster, String name) {
    return cluster.node(name).orElseThrow();
  }

  private static Membership membership(LiveCluster cluster) {
    return Objects.requireNonNull(cluster.membership());
  }

  @Test
  void allIsWell() {
    LiveCluster cluster = new Scene().see();
    assertThat(cluster.health().verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(cluster.found())
        .contains("3 voting members, 3 healthy, quorum 2, survives 1 failure");
    assertThat(cluster.nodes()).noneMatch(LiveNode::looksDead);
    assertThat(node(cluster, "node-2").words(NOW))
        .containsExactly(
            "SSH answers", "etcd member healthy, leads", "API server ready", "Ready for 10 min");
    assertThat(node(cluster, "node-4").words(NOW))
        .containsExactly("SSH answers", "Ready for 10 min");
  }

  @Test
  void theFirstMasterIsDead() {
    Scene scene = new Scene();
    scene.silent.add("node-1");
    scene.deadMembers.add("node-1");
    scene.deadNodes.add("node-1");
    LiveCluster cluster = scene.see();
    assertThat(cluster.health().verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(cluster.found()).contains("node-1", "2 healthy", "no further failure");
    assertThat(cluster.nodes().stream().filter(LiveNode::looksDead).map(LiveNode::name))
        .containsExactly("node-1");
    assertThat(node(cluster, "node-1").words(NOW))
        .containsExactly(
            "SSH does not answer", "etcd member does not answer", "kubelet silent for 10 min");
    assertThat(membership(cluster).dead())
        .extracting(Membership.Member::id)
        .containsExactly("id-node-1");
  }

  /** The operator's network is not the nodes'. */
  @Test
  void sinceWhenIsToldByTheNodesThemselves() {
    Scene scene = new Scene();
    scene.silent.add("node-1");
    scene.deadMembers.add("node-1");
    scene.deadNodes.add("node-1");
    long now = NOW.getEpochSecond();
    scene.since.put(
        "node-2",
        "machine %d\netcd %d\napi %d\nstopped 7\n"
            .formatted(now - 3 * 86_400, now - 7200, now - 300));
    scene.since.put("node-3", "etcd nonsense\n");
    LiveCluster cluster = scene.see();

    assertThat(node(cluster, "node-2").words(NOW))
        .containsExactly(
            "SSH answers, up for 3 days",
            "etcd member healthy for 2 h, leads",
            "API server ready for 5 min",
            "Ready for 10 min");
    assertThat(node(cluster, "node-3").words(NOW))
        .containsExactly(
            "SSH answers", "etcd member healthy", "API server ready", "Ready for 10 min");
    assertThat(node(cluster, "node-1").words(NOW))
        .containsExactly(
            "SSH does not answer", "etcd member does not answer", "kubelet silent for 10 min");
    LiveCluster again =
        cluster.silentSince(Map.of("node-1", NOW.minusSeconds(40), "node-2", NOW.minusSeconds(90)));
    assertThat(node(again, "node-1").words(NOW)).startsWith("SSH does not answer for 40 s");
    assertThat(node(again, "node-2").words(NOW)).startsWith("SSH answers, up for 3 days");
  }

  /** By systemd: etcd's log says it in words. */
  @Test
  void aDeadMembersMachineTellsSinceWhen() {
    Scene scene = new Scene();
    scene.deadMembers.add("node-1");
    long now = NOW.getEpochSecond();
    scene.since.put("node-1", "etcd %d\nstopped %d\n".formatted(now - 7200, now - 300));
    assertThat(node(scene.see(), "node-1").words(NOW))
        .contains("etcd member does not answer for 5 min");
    scene.units = Set.of("etcd.service");
    assertThat(node(scene.see(), "node-1").words(NOW))
        .as("it runs, and hangs since nobody knows when")
        .contains("etcd member does not answer");
  }

  @Test
  void aMasterThatOnlyTheOperatorDoesNotReachIsAlive() {
    Scene scene = new Scene();
    scene.silent.add("node-1");
    LiveCluster cluster = scene.see();
    assertThat(cluster.health().verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(node(cluster, "node-1").looksDead()).isFalse();
    assertThat(membership(cluster).healthy()).isEqualTo(3);
  }

  @Test
  void theNodeObjectIsGoneButTheMemberIsThere() {
    Scene scene = new Scene();
    scene.hosts.remove(0);
    scene.deadMembers.add("node-1");
    LiveCluster cluster = scene.see();
    LiveNode gone = node(cluster, "node-1");
    assertThat(gone.looksDead()).isTrue();
    assertThat(gone.words(NOW)).contains("no node object", "not in the inventory");
    assertThat(gone.etcd().orElseThrow().id()).isEqualTo("id-node-1");
  }

  @Test
  void aMemberThatNeverStarted() {
    Scene scene = new Scene();
    Host fresh = new Host("node-5", "10.0.0.15", Set.of(io.quorate.inventory.Role.MASTER));
    scene.hosts.add(fresh);
    scene.forgotten.add("node-5");
    scene.members.add(new EtcdMember("id-new", "", "https://10.0.0.15:2380", true));
    LiveCluster cluster = scene.see();
    assertThat(cluster.health().verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(node(cluster, "node-5").words(NOW)).contains("its etcd member never started");
    assertThat(membership(cluster).learners())
        .containsExactly(new Membership.Member("id-new", "node-5", true, false));
  }

  @Test
  void theQuorumIsLost() {
    Scene scene = new Scene();
    scene.silent.addAll(List.of("node-1", "node-2"));
    scene.deadMembers.addAll(scene.silent);
    scene.quorum = false;
    LiveCluster cluster = scene.see();
    assertThat(cluster.health().verdict()).isEqualTo(Verdict.QUORUM_LOST);
    assertThat(cluster.found()).startsWith("The quorum is lost: ").contains("quorum 2.");
    assertThat(cluster.nodes())
        .as("no API server tells of any")
        .allSatisfy(n -> assertThat(n.words(NOW)).doesNotContain("no node object"));
    assertThat(cluster.remedy()).contains("quorate rescue");
    assertThat(cluster.apiAnswers()).isFalse();
  }

  @Test
  void etcdIsSwitchedOffEverywhere() {
    Scene scene = new Scene();
    scene.members.clear();
    scene.quorum = false;
    LiveCluster cluster = scene.see();
    assertThat(cluster.health().verdict()).isEqualTo(Verdict.QUORUM_LOST);
    assertThat(cluster.found()).contains("node-1, node-2, node-3", "no quorum answers");
  }

  @Test
  void mastersOfDifferentClusters() {
    Scene scene = new Scene();
    scene.clusters.put("node-3", "c2");
    LiveCluster cluster = scene.see();
    assertThat(cluster.health().verdict()).isEqualTo(Verdict.SPLIT);
    assertThat(cluster.found()).contains("node-1, node-2 against node-3");
  }

  @Test
  void somebodyElsesCluster() {
    Scene scene = new Scene();
    scene.recorded = false;
    assertThat(scene.see().health().verdict()).isEqualTo(Verdict.FOREIGN);
  }

  @Test
  void freshMachines() {
    Scene scene = new Scene();
    scene.installed = false;
    LiveCluster cluster = scene.see();
    assertThat(cluster.health().verdict()).isEqualTo(Verdict.NEW);
    assertThat(cluster.membership()).isNull();
  }

  @Test
  void newcomersDoNotTryWhatRunningFirewallsKeepClosed() throws IOException {
    Path sample = Path.of("inventory-samples/three-masters-one-worker.yaml");
    Inventory wanted =
        Objects.requireNonNull(InventoryFile.read(sample, Catalogue.load()).inventory());
    Inventory there = wanted.withHosts(wanted.hosts().subList(0, 2));
    String m1 = wanted.hosts().get(0).nodeAddress();
    String m2 = wanted.hosts().get(1).nodeAddress();
    String worker = wanted.hosts().get(3).nodeAddress();
    var requests = LiveProbe.joining(wanted, there);
    assertThat(requests.get("node-3").targets())
        .contains(m1 + ":6443", m2 + ":6443", worker + ":10250")
        .doesNotContain(m1 + ":2379", m2 + ":10250");
    assertThat(requests.get("node-1")).isEqualTo(LiveProbe.requests(wanted).get("node-1"));
  }

  @Test
  void everyMasterIsAskedTheSame() {
    Map<String, Set<String>> scripts =
        LiveProbe.requests(Fixtures.inventory()).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e ->
                        e.getValue().scripts().keySet().stream()
                            .filter(s -> s.startsWith("view-"))
                            .collect(Collectors.toSet())));
    assertThat(scripts.get("node-1"))
        .hasSize(MasterView.Question.values().length)
        .isEqualTo(scripts.get("node-2"))
        .isEqualTo(scripts.get("node-3"));
    assertThat(scripts.get("node-4")).isEmpty();
  }
}
