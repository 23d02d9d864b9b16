package io.quorate.recipe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth.Finding;
import io.quorate.plan.facts.ClusterHealth.Kind;
import io.quorate.plan.facts.ClusterHealth.Verdict;
import io.quorate.plan.facts.ClusterStatus;
import io.quorate.plan.facts.ClusterStatus.State;
import io.quorate.plan.facts.DataHash;
import io.quorate.plan.facts.EtcdAlarm;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.MemberStatus;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.StatusJson;
import io.quorate.plan.facts.Vitals;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.tui.status.StatusLines;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What may be amiss with a cluster, one case a test: the verdict that all read, and that status
 * never calls any of it healthy.
 */
class ClusterHealthTest {

  private static final Inventory INVENTORY = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final List<String> MASTERS = List.of("node-1", "node-2", "node-3");

  /** What a master is made to answer. */
  private static final class Told {
    String cluster = "c1";
    String leader = "a1";
    boolean learner;
    long term = 4;
    long index = 20_000;
    List<String> errors = List.of();
    Set<String> reads = new HashSet<>(Set.of("a1", "a2", "a3"));
    final List<EtcdAlarm> alarms = new ArrayList<>();
    final List<DataHash> hashes = new ArrayList<>();
    ApiAnswer api = ApiAnswer.ready();
    boolean lists = true;
    long skewMillis = 40;
    boolean data = true;
    boolean serves = true;
    long bytes = 4096;
  }

  private final Map<String, Told> told = new LinkedHashMap<>();
  private final Map<String, String> silent = new LinkedHashMap<>();
  private final List<EtcdMember> members = new ArrayList<>();

  ClusterHealthTest() {
    MASTERS.forEach(name -> told.put(name, new Told()));
    told.put("node-4", new Told());
    for (Host master : INVENTORY.masters()) {
      members.add(member(master.name(), master.nodeAddress(), false));
    }
  }

  private static EtcdMember member(String name, String address, boolean learner) {
    return new EtcdMember(id(name), name, "https://" + address + ":2380", learner);
  }

  private static String id(String name) {
    return "a" + name.substring(5);
  }

  private Told of(String name) {
    Told found = told.get(name);
    if (found == null) {
      throw new AssertionError(name);
    }
    return found;
  }

  private void loseQuorum() {
    told.values()
        .forEach(
            t -> {
              t.reads = Set.of();
              t.leader = "";
              t.errors = List.of("etcdserver: no leader");
              t.api = new ApiAnswer(22, 0, "500");
              t.lists = false;
            });
  }

  private ClusterFacts facts() {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Host host : INVENTORY.hosts()) {
      if (silent.containsKey(host.name())) {
        continue;
      }
      Machine machine = Machine.like(host);
      Told t = of(host.name());
      machine.units = StatusProbe.units(INVENTORY, host);
      machine.records = Map.of("manifest", "/etc/hosts\n");
      machine.clockSkewMillis = t.skewMillis;
      machine.pki = Map.of();
      if (host.isMaster()) {
        machine.present = t.data ? Set.of(EtcdCluster.DATA) : Set.of();
        machine.view = view(host.name(), t);
      }
      nodes.put(host.name(), machine.facts());
    }
    return new ClusterFacts(nodes, silent);
  }

  private MasterView view(String name, Told t) {
    return new MasterView(
        t.serves
            ? new MemberStatus(
                id(name),
                t.cluster,
                t.leader,
                t.learner,
                new Vitals("3.4.23", id(name).equals(t.leader), t.term, t.index, t.bytes, 4096),
                t.errors)
            : null,
        t.serves ? members : List.of(),
        t.reads,
        t.alarms,
        t.hashes,
        t.api,
        t.lists ? nodes() : null);
  }

  private static List<ApiNode> nodes() {
    return INVENTORY.hosts().stream()
        .map(h -> new ApiNode(h.name(), "True", NOW, "v1.36.4", true, h.nodeAddress(), Set.of()))
        .toList();
  }

  private ClusterStatus status() {
    return StatusReading.of(INVENTORY, facts(), NOW);
  }

  private LiveCluster live() {
    return LiveCluster.of(INVENTORY, facts());
  }

  private String found(Kind kind) {
    return live().health().findings().stream()
        .filter(f -> f.kind() == kind)
        .map(Finding::words)
        .findFirst()
        .orElseThrow(() -> new AssertionError(kind + " in " + live().health().findings()));
  }

  private void expect(Verdict verdict, State state, Kind... kinds) {
    assertThat(live().health().verdict()).isEqualTo(verdict);
    assertThat(live().health().findings()).extracting(Finding::kind).contains(kinds);
    assertThat(status().state()).isEqualTo(state);
    assertThat(status().health()).isEqualTo(live().health());
    assertThat(StatusJson.write(status())).contains("\"verdict\":\"" + verdict + "\"");
  }

  @AfterEach
  void whatIsAmissIsSaid() {
    if (status().state() != State.HEALTHY) {
      assertThat(status().worries()).isNotEmpty();
    }
  }

  @Test
  void nothingIsAmiss() {
    expect(Verdict.HEALTHY, State.HEALTHY);
    assertThat(live().health().findings()).isEmpty();
  }

  @Test
  void splitBrain() {
    of("node-3").cluster = "c2";
    of("node-3").leader = "a3";
    expect(Verdict.SPLIT, State.DOWN, Kind.SPLIT_BRAIN);
    assertThat(status().worries().getFirst()).contains("node-1, node-2 against node-3");
  }

  @Test
  void twoLeaders() {
    of("node-3").leader = "a3";
    of("node-3").term = 5;
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.TWO_LEADERS);
    assertThat(found(Kind.TWO_LEADERS))
        .contains(
            "node-1 leads for node-1 in term 4, node-2 in term 4; node-3 leads for node-3 in term 5");
  }

  @Test
  void aLearnerThatDoesNotCatchUp() {
    members.set(2, member("node-3", "10.0.0.13", true));
    of("node-3").learner = true;
    of("node-3").index = 7_000;
    MASTERS.forEach(n -> of(n).reads.remove("a3"));
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.LEARNER);
    assertThat(found(Kind.LEARNER)).contains("no vote yet, 13000 entries behind the leader");
  }

  @Test
  void aVotingMemberFarBehind() {
    of("node-2").index = 9_000;
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.MEMBER_BEHIND);
  }

  @Test
  void membersThatDisagree() {
    of("node-1")
        .hashes
        .addAll(
            List.of(new DataHash("a1", 7, 3), new DataHash("a2", 7, 3), new DataHash("a3", 8, 3)));
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.DATA_DIFFERS);
    assertThat(found(Kind.DATA_DIFFERS)).contains("node-1, node-2 against node-3");
  }

  /** They have compacted to different revisions, which changes the hash and not the data. */
  @Test
  void hashesOfDifferentCompactionsAreNotCompared() {
    of("node-1").hashes.addAll(List.of(new DataHash("a1", 7, 3), new DataHash("a2", 8, 4)));
    expect(Verdict.HEALTHY, State.HEALTHY);
  }

  @Test
  void aMemberThatTheInventoryDoesNotHave() {
    members.add(member("node-7", "10.0.0.17", false));
    MASTERS.forEach(n -> of(n).reads.add("a7"));
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.MEMBER_STRANGE);
  }

  @Test
  void aMasterOfTheInventoryThatIsNoMember() {
    members.remove(2);
    MASTERS.forEach(n -> of(n).reads.remove("a3"));
    of("node-3").serves = false;
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.MEMBER_MISSING);
  }

  @Test
  void alarms() {
    of("node-1").alarms.add(new EtcdAlarm("a2", EtcdAlarm.Kind.NOSPACE));
    of("node-2").alarms.add(new EtcdAlarm("a2", EtcdAlarm.Kind.NOSPACE));
    of("node-1").alarms.add(new EtcdAlarm("a3", EtcdAlarm.Kind.CORRUPT));
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.ALARM_NOSPACE, Kind.ALARM_CORRUPT);
    assertThat(found(Kind.ALARM_NOSPACE)).contains("node-2", "nothing is written");
    assertThat(live().health().findings()).hasSize(2);
    assertThat(live().health().quorum()).isTrue();
  }

  @Test
  void anApiServerOfAnotherCluster() {
    of("node-2").api = new ApiAnswer(60, 20, "curl: (60) SSL certificate problem");
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.API_STRANGE);
    assertThat(status().apiServers().get(1).detail()).contains("not of this cluster's authority");
  }

  /** Curl's finding: X509_V_ERR of OpenSSL, or the flags of GnuTLS. */
  @ParameterizedTest
  @CsvSource({
    "10, API_CERTIFICATE_ENDED, has expired",
    "1026, API_CERTIFICATE_ENDED, has expired",
    "9, API_CERTIFICATE_ENDED, is not valid yet",
    "514, API_CERTIFICATE_ENDED, is not valid yet",
    "18, API_STRANGE, of another authority",
    "19, API_STRANGE, of another authority",
    "20, API_STRANGE, of another authority",
    "66, API_STRANGE, of another authority",
    "1090, API_STRANGE, of another authority",
    "1, API_STRANGE, for other names",
    "0, API_STRANGE, for other names"
  })
  void anApiServersCertificateIsExpiredOrForeign(long code, Kind kind, String words) {
    of("node-2").api = new ApiAnswer(60, code, "curl: (60) SSL certificate problem");
    expect(Verdict.DEGRADED, State.DEGRADED, kind);
    assertThat(found(kind)).contains("node-2", words);
    assertThat(live().health().findings()).hasSize(1);
    assertThat(status().apiServers().get(1).detail()).startsWith("its certificate ");
  }

  /** Of the one that could not be asked nobody knows. */
  @Test
  void noApiServerOfThoseThatCouldBeAsked() {
    silent.put("node-3", "no route to host");
    told.values()
        .forEach(
            t -> {
              t.api = new ApiAnswer(7, 0, "connection refused");
              t.lists = false;
            });
    expect(Verdict.API_DOWN, State.DOWN, Kind.NODE_UNREACHABLE);
    assertThat(live().found())
        .contains("no API server of those that could be asked (node-1, node-2) is ready");
    assertThat(live().remedy()).contains("on node-1, node-2", "make the other masters reachable");
  }

  @Test
  void dataThatIsTooLargeToBeComparedIsSaidAndNoWorry() {
    assertThat(status().notes()).isEmpty();
    of("node-1").bytes = 300L << 20;
    expect(Verdict.HEALTHY, State.HEALTHY);
    assertThat(status().notes()).singleElement().asString().contains("not compared", "300 MiB");
    assertThat(StatusJson.write(status())).contains("\"notes\":[\"The members' data");
    assertThat(StatusLines.of(status(), ZoneOffset.UTC, 60))
        .extracting(StatusLines.Row::text)
        .anySatisfy(line -> assertThat(line).contains("not compared"));
  }

  @Test
  void allApiServersAreDownWhileEtcdIsWell() {
    told.values()
        .forEach(
            t -> {
              t.api = new ApiAnswer(7, 0, "connection refused");
              t.lists = false;
            });
    expect(Verdict.API_DOWN, State.DOWN, Kind.API_NOT_READY);
    assertThat(status().worries().getFirst()).contains("etcd has its quorum", "no API server");
  }

  @Test
  void theQuorumIsLost() {
    loseQuorum();
    silent.put("node-1", "off");
    silent.put("node-2", "off");
    expect(Verdict.QUORUM_LOST, State.DOWN, Kind.MEMBER_WITHOUT_QUORUM, Kind.MEMBER_DOWN);
    assertThat(found(Kind.MEMBER_WITHOUT_QUORUM)).contains("etcdserver: no leader");
    assertThat(live().remedy()).contains("quorate rescue --survivor node-3");
  }

  /** Where enough masters have their data, that is the way back, and not the rescue. */
  @Test
  void theQuorumIsLostAndCanBeHad() {
    loseQuorum();
    silent.put("node-1", "off");
    of("node-2").serves = false;
    assertThat(live().remedy()).contains("start etcd on node-2, node-3").doesNotContain("rescue");
  }

  /** Its disk is slow: reads time out, and the members follow one leader. */
  @Test
  void aQuorumThatIsTooBusyToReadIsNoLostOne() {
    MASTERS.forEach(n -> of(n).reads = Set.of());
    assertThat(live().health().quorum()).isTrue();
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.MEMBERS_UNSEEN);
  }

  @Test
  void nothingIsReached() {
    INVENTORY.hosts().forEach(h -> silent.put(h.name(), "no route to host"));
    expect(Verdict.UNREACHABLE, State.DOWN, Kind.NODE_UNREACHABLE);
    assertThat(live().health().quorum()).isFalse();
    assertThat(live().found()).contains("No master could be asked");
  }

  @Test
  void oneNodesClockIsOff() {
    of("node-4").skewMillis = 90_000;
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.CLOCK);
    assertThat(found(Kind.CLOCK)).contains("The clock of node-4: it is 90.0 s ahead");
  }

  @Test
  void aMemberThatComplains() {
    of("node-2").errors = List.of("etcdserver: something new");
    expect(Verdict.DEGRADED, State.DEGRADED, Kind.MEMBER_COMPLAINS);
  }
}
