package io.quorate.recipe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.pki.Authority;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterStatus;
import io.quorate.plan.facts.ClusterStatus.Member;
import io.quorate.plan.facts.ClusterStatus.Snapshots;
import io.quorate.plan.facts.ClusterStatus.State;
import io.quorate.plan.facts.ClusterStatus.Unit;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.MemberStatus;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.StatusJson;
import io.quorate.plan.facts.Vitals;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.component.SnapshotTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes say of a cluster, and what comes of it. */
class StatusReadingTest {

  private static final Inventory INVENTORY = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final List<EtcdMember> MEMBERS =
      List.of(
          new EtcdMember("a1", "node-1", "https://10.0.0.11:2380", false),
          new EtcdMember("a2", "node-2", "https://10.0.0.12:2380", false),
          new EtcdMember("a3", "node-3", "https://10.0.0.13:2380", false));
  private static final Secret CERTIFICATE =
      new Secret(
          Authority.create("kubernetes-ca", NOW.minus(Duration.ofDays(100)), 1)
              .credential()
              .certificate());
  private static final Set<String> HEALTHY = Set.of("a1", "a2", "a3");
  private static final List<ApiNode> NODES =
      List.of(
          node("node-1", "True", true, "master", "worker"),
          node("node-2", "True", true, "master"),
          node("node-3", "True", false, "master"),
          node("node-4", "True", true, "worker"));

  private static final List<String> MASTERS = List.of("node-1", "node-2", "node-3");

  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Map<String, String> silent = new HashMap<>();

  StatusReadingTest() {
    for (Host host : INVENTORY.hosts()) {
      Machine machine = Machine.like(host);
      machine.units = StatusProbe.units(INVENTORY, host);
      if (host.isMaster()) {
        machine.view =
            view("a" + host.name().substring(5), "a1", HEALTHY, ApiAnswer.ready(), NODES);
        machine.pki = Map.of("/etc/kubernetes/pki/ca.crt", CERTIFICATE);
        machine.records = new HashMap<>(Map.of(StatusProbe.SNAPSHOTS, "4 1790805600\n"));
      }
      machines.put(host.name(), machine);
    }
  }

  private static ApiNode node(String name, String ready, boolean schedulable, String... roles) {
    return new ApiNode(
        name,
        ready,
        Instant.parse("2026-09-30T22:00:00Z"),
        "v1.36.4",
        schedulable,
        "",
        Set.of(roles));
  }

  private static MasterView view(
      String id, String leader, Set<String> reads, ApiAnswer api, @Nullable List<ApiNode> nodes) {
    return new MasterView(
        new MemberStatus(
            id,
            "c1",
            leader,
            false,
            new Vitals("3.5.16", id.equals(leader), 4, 1239, 2113536, 1900544),
            List.of()),
        MEMBERS,
        reads,
        List.of(),
        List.of(),
        api,
        nodes);
  }

  private ClusterStatus status() {
    Map<String, NodeFacts> facts = new LinkedHashMap<>();
    machines.forEach((name, machine) -> facts.put(name, machine.facts()));
    silent.keySet().forEach(facts::remove);
    return StatusReading.of(INVENTORY, new ClusterFacts(facts, silent), NOW);
  }

  private void change(String node, Consumer<Machine> change) {
    change.accept(machines.get(node));
  }

  @Test
  void aClusterWithNothingAmissIsHealthy() {
    ClusterStatus status = status();
    assertThat(status.worries()).isEmpty();
    assertThat(status.state()).isEqualTo(State.HEALTHY);
    assertThat(status.members()).allMatch(Member::healthy).hasSize(3);
    assertThat(status.members().stream().filter(Member::leader).map(Member::name))
        .containsExactly("node-1");
    assertThat(status.members().getFirst().vitals())
        .isEqualTo(new Vitals("3.5.16", true, 4, 1239, 2113536, 1900544));
    assertThat(status.nodes().getFirst().roles()).containsExactly("master", "worker");
    assertThat(status.nodes().get(2).cordoned()).isTrue();
    assertThat(status.certificates()).hasSize(3);
    assertThat(status.snapshots().getFirst().count()).isEqualTo(4);
    assertThat(StatusJson.write(status))
        .contains("\"state\":\"HEALTHY\"", "\"at\":\"2026-10-01T00:00:00Z\"")
        .doesNotContain("\n");
  }

  @Test
  void operatorsWhoAreForbiddenAreNoHealth() {
    change("node-2", m -> m.records.put(StatusProbe.ACCESS, "false"));
    ClusterStatus status = status();
    assertThat(status.state()).isEqualTo(State.DEGRADED);
    assertThat(status.worries())
        .singleElement()
        .asString()
        .contains("quorate:cluster-admins may not administer", "`quorate install`");
    change("node-2", m -> m.records.put(StatusProbe.ACCESS, "true"));
    assertThat(status().state()).isEqualTo(State.HEALTHY);
  }

  @Test
  void aMasterThatIsOffDegrades() {
    silent.put("node-1", "node-1 (10.0.0.11) does not answer within 10 s");
    Set<String> two = Set.of("a2", "a3");
    change("node-2", m -> m.view = view("a2", "a3", two, ApiAnswer.ready(), NODES));
    change("node-3", m -> m.view = view("a3", "a3", two, ApiAnswer.ready(), NODES));
    ClusterStatus status = status();
    assertThat(status.state()).isEqualTo(State.DEGRADED);
    assertThat(status.worries())
        .contains(
            "node-1 could not be asked: node-1 (10.0.0.11) does not answer within 10 s.",
            "etcd's member node-1 is not healthy: it does not answer.");
    assertThat(status.members().stream().filter(Member::leader).map(Member::name))
        .containsExactly("node-3");
  }

  @Test
  void withoutAQuorumItIsDown() {
    silent.put("node-1", "off");
    silent.put("node-2", "off");
    ApiAnswer complaint = new ApiAnswer(22, 0, "curl: (22) The requested URL returned error: 500");
    change("node-3", m -> m.view = view("a3", "", Set.of(), complaint, null));
    ClusterStatus status = status();
    assertThat(status.state()).isEqualTo(State.DOWN);
    assertThat(status.members()).hasSize(3).noneMatch(Member::healthy);
    assertThat(status.members().getLast().vitals()).isNotNull();
    assertThat(status.nodes()).isEmpty();
    assertThat(status.apiServers().getLast().detail()).contains("500");
  }

  /** As in the hour after a rescue was needed: nobody gives a list of the members. */
  @Test
  void whereNobodyKnowsTheMembersEachMasterIsTakenForOne() {
    MASTERS.forEach(name -> change(name, m -> m.view = null));
    ClusterStatus status = status();
    assertThat(status.state()).isEqualTo(State.DOWN);
    assertThat(status.members())
        .extracting(Member::name)
        .containsExactly("node-1", "node-2", "node-3");
    assertThat(status.apiServers()).allMatch(a -> a.detail().equals("it does not answer"));
  }

  @Test
  void aMemberOrANodeThatTheInventoryDoesNotHaveIsShown() {
    List<ApiNode> more = new ArrayList<>(NODES);
    more.add(node("node-9", "Unknown", true, "worker"));
    MASTERS.forEach(
        name -> change(name, m -> m.view = view("a1", "a1", HEALTHY, ApiAnswer.ready(), more)));
    ClusterStatus status = status();
    assertThat(status.nodes().getLast().name()).isEqualTo("node-9");
    assertThat(status.worries()).contains("node-9 is not Ready.");
  }

  @Test
  void everythingElseThatIsAmissIsAWorry() {
    change("node-4", m -> m.units = Set.of());
    change("node-2", m -> m.records.put(StatusProbe.FAILED, "smartd.service\n"));
    change(
        "node-1",
        m ->
            m.view =
                view(
                    "a1",
                    "a1",
                    HEALTHY,
                    ApiAnswer.ready(),
                    List.of(NODES.getFirst(), node("node-2", "Unknown", true, "master"))));
    change(
        "node-3",
        m ->
            m.pki =
                Map.of(
                    "/etc/kubernetes/pki/apiserver.crt",
                    new Secret(
                        Authority.create("x", NOW.minus(Duration.ofDays(345)), 1)
                            .credential()
                            .certificate())));
    ClusterStatus status = status();
    assertThat(status.state()).isEqualTo(State.DEGRADED);
    assertThat(String.join("\n", status.worries()))
        .contains(
            "kubelet.service on node-4 is not running.",
            "smartd.service on node-2 is failed.",
            "node-2 is not Ready.",
            "apiserver.crt on node-3 ends in");
    assertThat(status.certificates().getFirst().node()).isEqualTo("node-3");
  }

  /** By the master's own clock, which is two hours behind, and its own time zone. */
  private static String snapshots(String newest, String since, String... more) {
    String now = "2026-09-30T22:00:00Z";
    return newest
        + "\nnow "
        + Instant.parse(now).getEpochSecond()
        + " +0200\nsince "
        + Instant.parse(since).getEpochSecond()
        + "\n"
        + String.join("\n", more);
  }

  private static String kept(int count, String newest) {
    return count + " " + Instant.parse(newest).getEpochSecond();
  }

  private void snapshots(String record) {
    change("node-2", m -> m.records.put(StatusProbe.SNAPSHOTS, record));
  }

  @Test
  void aSnapshotThatFailedIsToldWithItsReason() {
    snapshots(
        snapshots(
            kept(20, "2026-09-30T16:00:04Z"),
            "2026-01-01T00:00:00Z",
            "attempt-at " + Instant.parse("2026-09-30T21:55:00Z").getEpochSecond(),
            "attempt-result failed",
            "attempt-why Error: write: no space left on device"));
    change("node-2", m -> m.records.put(StatusProbe.FAILED, SnapshotTimer.UNIT + "\n"));
    ClusterStatus status = status();
    assertThat(status.state()).isEqualTo(State.DEGRADED);
    assertThat(status.worries())
        .singleElement()
        .isEqualTo(
            "node-2: the last snapshot of etcd failed, 5 min ago: Error: write: no space left on"
                + " device. The newest is 5 h old. `journalctl -u quorate-etcd-snapshot` there has"
                + " more; `systemctl start quorate-etcd-snapshot` tries again.");
    assertThat(status.units()).extracting(Unit::unit).containsExactly(SnapshotTimer.UNIT);
    Snapshots read = status.snapshots().get(1);
    assertThat(read.count()).isEqualTo(20);
    assertThat(read.ageSeconds()).isEqualTo(6 * 3600 - 4);
    assertThat(read.overdue()).isFalse();
    assertThat(StatusJson.write(status))
        .contains("\"failed\":true,\"why\":\"Error: write: no space left on device\"");
  }

  /** The schedule has every sixth hour, and it is midnight there. */
  @ParameterizedTest
  @CsvSource({
    // Of 18:00; that of 00:00 may still be under way.
    "20 2026-09-30T16:00:04Z, 2026-01-01T00:00:00Z, false",
    // Of 12:00: one is missing.
    "20 2026-09-30T10:00:04Z, 2026-01-01T00:00:00Z, false",
    // Of 06:00: two are.
    "20 2026-09-30T04:00:04Z, 2026-01-01T00:00:00Z, true",
    // The schedule is new.
    "20 2026-09-30T04:00:04Z, 2026-09-30T12:00:00Z, false",
    "0, 2026-09-30T12:00:00Z, false",
    "0, 2026-01-01T00:00:00Z, true"
  })
  void twoThatTheScheduleHasAndTheMasterHasNotAreAWorry(
      String kept, String since, boolean overdue) {
    String[] words = kept.split(" ");
    snapshots(
        snapshots(words.length == 1 ? "0 " : kept(Integer.parseInt(words[0]), words[1]), since));
    ClusterStatus status = status();
    assertThat(status.snapshots().get(1).overdue()).isEqualTo(overdue);
    if (overdue) {
      assertThat(status.worries())
          .singleElement()
          .asString()
          .startsWith("node-2: snapshots of etcd are missing. The")
          .contains("etcd_snapshot_schedule is 0 */6 * * *", "quorate-etcd-snapshot.timer");
    } else {
      assertThat(status.worries()).isEmpty();
    }
  }

  /** As a node of an older cluster tells it, and one that tells nonsense. */
  @Test
  void whatIsNotToldIsNoWorry() {
    snapshots("4 1790805600\nnow 1790812800 nowhere\nattempt-at soon\n");
    ClusterStatus status = status();
    assertThat(status.worries()).isEmpty();
    assertThat(status.snapshots().get(1).attempt()).isNull();
    snapshots("");
    assertThat(status().snapshots().get(1).newest()).isNull();
  }
}
