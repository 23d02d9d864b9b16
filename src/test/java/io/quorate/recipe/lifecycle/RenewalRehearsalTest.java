package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFaults.Kind;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.pki.Credential;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Outcome;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.CertificateList.State;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.cluster.CertificateTable;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepFinished;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New certificates on simulated nodes: while they serve, and when nothing answers any more. */
class RenewalRehearsalTest {

  private static final Instant INSTALLED = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant LIVING = INSTALLED.plus(Duration.ofDays(330));
  private static final Instant ENDED = INSTALLED.plus(Duration.ofDays(400));
  private static final Inventory INVENTORY =
      Fixtures.inventory().withNetwork(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Map<String, List<String>> ADDRESSES = Rehearsed.addresses(INVENTORY.hosts());

  @TempDir static Path folder;
  private static Path installed;

  private final RehearsalFaults faults = RehearsalFaults.none();
  private final RehearsalFleet fleet;
  private Instant now = INSTALLED;
  private boolean resume;

  RenewalRehearsalTest() {
    fleet = Rehearsed.fleet(ADDRESSES, faults, folder, installed);
  }

  @BeforeAll
  static void installOnce() throws Exception {
    RenewalRehearsalTest first = new RenewalRehearsalTest();
    Plan plan = InstallPlan.of(new Context(INVENTORY, first.look(), Map.of(), INSTALLED));
    assertThat(first.run(plan, new ArrayList<>())).isEqualTo(RunResult.DONE);
    installed = folder;
  }

  private RenewalRehearsalTest at(Instant time) {
    now = time;
    fleet.at(InstantSource.fixed(time));
    return this;
  }

  private ClusterFacts look() throws Exception {
    try (Fleet connected = Fleet.connect(List.copyOf(ADDRESSES.keySet()), fleet)) {
      return connected.probe(RenewalGuard.requests(INVENTORY));
    }
  }

  private CertificateList list() throws Exception {
    return CertificateTable.of(INVENTORY, look(), null, "", now);
  }

  private Plan plan(List<Host> hosts) throws Exception {
    ClusterFacts facts = look();
    boolean together = RenewalGuard.judge(INVENTORY, facts, hosts, now);
    return RenewalPlan.of(new Context(INVENTORY, facts, Map.of(), now), hosts, together, resume);
  }

  private RunResult renew(List<Host> hosts, List<RunEvent> events) throws Exception {
    return run(plan(hosts), events);
  }

  private RunResult run(Plan plan, List<RunEvent> events) throws Exception {
    return Rehearsed.run(plan, fleet, events);
  }

  private static List<String> changed(List<RunEvent> events) {
    return events.stream()
        .filter(e -> e instanceof OperationFinished f && f.outcome() == Outcome.CHANGED)
        .map(e -> (OperationFinished) e)
        .map(f -> f.step() + " " + f.operation())
        .toList();
  }

  private static String failures(List<RunEvent> events) {
    return events.stream()
        .filter(e -> e instanceof StepFinished f && f.failure() != null)
        .map(Object::toString)
        .collect(Collectors.joining());
  }

  /** Every leaf on these hosts is new, shown, and nothing of the way is left. */
  private void assertNew(List<Host> hosts) throws Exception {
    for (Host host : hosts) {
      Map<String, String> files = fleet.machine(host.name()).files();
      files.forEach(
          (path, text) -> {
            if (path.endsWith(".crt") && !path.endsWith("ca.crt")) {
              assertThat(Credential.end(text)).as(host.name() + path).isAfter(now.plus(LEAST));
            }
          });
      assertThat(files).doesNotContainKey("/var/lib/quorate/" + RenewalPlan.UNDER_WAY);
      if (host.isMaster()) {
        for (String name : List.of("server", "peer")) {
          assertThat(files.get("/etc/etcd/pki/" + name + ".crt"))
              .isEqualTo(files.get("/etc/kubernetes/pki/etcd/" + name + ".crt"));
        }
      }
    }
    if (hosts.equals(INVENTORY.hosts())) {
      assertThat(list().worries()).isEmpty();
      assertThat(LiveCluster.of(INVENTORY, look()).health().findings()).isEmpty();
    }
  }

  private static final Duration LEAST = Duration.ofDays(360);

  @Test
  void aClusterThatServesGetsNewOnesAndItsMembersRunOn() throws Exception {
    at(LIVING);
    assertThat(list().entries()).anyMatch(e -> e.state() == State.ENDS_SOON);
    List<RunEvent> events = new ArrayList<>();
    assertThat(renew(INVENTORY.hosts(), events)).isEqualTo(RunResult.DONE);
    assertNew(INVENTORY.hosts());
    assertThat(
            events.stream()
                .filter(
                    e ->
                        e instanceof OperationFinished f
                            && f.detail().contains("by itself")
                            && f.step().startsWith("renewed-etcd"))
                .count())
        .isEqualTo(3);
    List<RunEvent> again = new ArrayList<>();
    Plan install = InstallPlan.of(new Context(INVENTORY, look(), Map.of(), now));
    assertThat(run(install, again)).isEqualTo(RunResult.DONE);
    assertThat(changed(again)).isEmpty();
  }

  @Test
  void whereAllHaveEndedNothingAnswersAndAllComeBackTogether() throws Exception {
    at(ENDED);
    ClusterFacts facts = look();
    LiveCluster live = LiveCluster.of(INVENTORY, facts);
    assertThat(live.health().quorum()).isFalse();
    assertThat(live.apiAnswers()).isFalse();
    assertThat(live.nodes().getFirst().words(now))
        .contains("API server with an expired certificate");
    assertThat(list().unusable()).hasSizeGreaterThan(40);
    assertThat(list().worries().getFirst())
        .contains("certificates have ended", "also when nothing answers any more");
    assertThat(RenewalGuard.judge(INVENTORY, facts, INVENTORY.hosts(), now)).isTrue();
    List<RunEvent> events = new ArrayList<>();
    assertThat(renew(INVENTORY.hosts(), events)).as(failures(events)).isEqualTo(RunResult.DONE);
    assertNew(INVENTORY.hosts());
    assertThat(LiveCluster.of(INVENTORY, look()).health().quorum()).isTrue();
  }

  /** The order of a cluster that serves would wait for a quorum that cannot come about. */
  @Test
  void oneByOneNothingWouldComeBack() throws Exception {
    at(ENDED);
    Plan plan =
        RenewalPlan.of(
            new Context(INVENTORY, look(), Map.of(), now), INVENTORY.hosts(), false, false);
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(plan, events)).isEqualTo(RunResult.FAILED);
    assertThat(
            events.stream()
                .filter(e -> e instanceof StepFinished f && f.failure() != null)
                .map(e -> ((StepFinished) e).failure().toString()))
        .singleElement()
        .asString()
        .contains("the members refuse one another");
  }

  @Test
  void oneMasterThatHasEndedComesFirst() throws Exception {
    at(LIVING);
    assertThat(renew(List.of(Fixtures.MASTER_1, Fixtures.MASTER_3), new ArrayList<>()))
        .isEqualTo(RunResult.DONE);
    at(ENDED);
    LiveCluster live = LiveCluster.of(INVENTORY, look());
    assertThat(live.health().quorum()).isTrue();
    assertThat(RenewalOrder.of(INVENTORY.hosts(), live, false).turns())
        .filteredOn(t -> t.kind() == RenewalOrder.Kind.ETCD)
        .extracting(t -> t.host().name())
        .containsExactly("node-2", "node-1", "node-3");
    assertThat(renew(INVENTORY.hosts(), new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertNew(INVENTORY.hosts());
  }

  @Test
  void aWorkerAloneIsDoneWithoutTheMasters() throws Exception {
    at(LIVING);
    List<RunEvent> events = new ArrayList<>();
    assertThat(renew(List.of(Fixtures.WORKER), events)).isEqualTo(RunResult.DONE);
    assertNew(List.of(Fixtures.WORKER));
    assertThat(changed(events)).noneMatch(c -> !c.contains("@node-4") && !c.startsWith("verify"));
  }

  @Test
  void whatWouldNotHelpIsRefused() throws Exception {
    at(ENDED);
    assertThatThrownBy(() -> plan(List.of(Fixtures.MASTER_1)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-2, node-3")
        .hasMessageContaining("leave --node out");
    at(INSTALLED.plus(Duration.ofDays(3660)));
    assertThatThrownBy(() -> plan(INVENTORY.hosts()))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("itself has ended");
    at(LIVING);
    fleet.breakDown("node-2");
    fleet.breakDown("node-3");
    assertThatThrownBy(() -> plan(List.of(Fixtures.MASTER_1)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("new ones would not bring it back");
    at(ENDED);
    assertThatThrownBy(() -> plan(List.of(Fixtures.MASTER_1)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("only 1 can be reached");
  }

  /** Wherever the run dies, as it is then: the next one ends with new certificates everywhere. */
  @Test
  void aRunThatIsKilledConverges() throws Exception {
    converges(LIVING);
  }

  @Test
  void aRunThatIsKilledWhereAllHadEndedConverges() throws Exception {
    converges(ENDED);
  }

  private void converges(Instant time) throws Exception {
    assertThat(at(time).renew(INVENTORY.hosts(), new ArrayList<>())).isEqualTo(RunResult.DONE);
    for (String name : ADDRESSES.keySet()) {
      for (int at = 1; at <= faults.begun(name); at++) {
        String as = name + " " + at;
        RenewalRehearsalTest trial = new RenewalRehearsalTest().at(time);
        trial.faults.at(Kind.KILL, name, at);
        assertThat(trial.renew(INVENTORY.hosts(), new ArrayList<>()))
            .as(as)
            .isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        Map<String, Map<String, String>> before = trial.leaves();
        trial.at(time.plus(Duration.ofMinutes(30))).resume = true;
        List<RunEvent> events = new ArrayList<>();
        assertThat(trial.renew(INVENTORY.hosts(), events))
            .as(as + events)
            .isEqualTo(RunResult.DONE);
        trial.assertNew(INVENTORY.hosts());
        trial.assertKept(before, time, as);
      }
    }
  }

  private Map<String, Map<String, String>> leaves() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    ADDRESSES.keySet().forEach(n -> all.put(n, fleet.machine(n).files()));
    return all;
  }

  /** What the run before had made is not made again. */
  private void assertKept(Map<String, Map<String, String>> before, Instant since, String as) {
    Map<String, Map<String, String>> now = leaves();
    before.forEach(
        (name, files) ->
            files.forEach(
                (path, text) -> {
                  String stem = path.replaceFirst("\\.crt$", "");
                  String key = files.get(stem + ".key");
                  if (path.startsWith("/etc/kubernetes/pki")
                      && path.endsWith(".crt")
                      && key != null
                      && Credential.begin(text).isAfter(since.minus(Duration.ofHours(1)))) {
                    assertThat(now.get(name).get(path)).as(as + " " + name + path).isEqualTo(text);
                  }
                }));
  }
}
