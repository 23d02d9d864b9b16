package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.EtcdAlarm;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MemberStatus;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.Vitals;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The way back from a lost quorum: when it is refused, and that it converges. */
class RescueTest {

  private static final Inventory INVENTORY = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Host SURVIVOR = Fixtures.MASTER_2;
  private static final Secret TOKEN = new Secret("rescued-q2w8x7c5v9b1n4m6");

  private final RehearsalFaults faults = RehearsalFaults.none();
  private final RehearsalFleet fleet =
      RehearsalFleet.swift(Rehearsed.addresses(INVENTORY.hosts()), faults);

  /** A master with data whose member has no leader, unless told otherwise. */
  private static Machine master(Host host, boolean leads) {
    return master(host, leads, INVENTORY.masters());
  }

  private static Machine master(Host host, boolean leads, List<Host> others) {
    Machine machine = Machine.like(host);
    machine.present = Set.of(EtcdCluster.DATA);
    machine.records = new HashMap<>(Map.of("manifest", ""));
    List<EtcdMember> members = new ArrayList<>();
    for (Host master : others) {
      members.add(
          new EtcdMember(
              "id-" + master.name(),
              master.name(),
              "https://" + master.nodeAddress() + ":2380",
              false));
    }
    String own = "id-" + host.name();
    machine.view =
        new MasterView(
            new MemberStatus(
                own,
                "c1",
                leads ? own : "",
                false,
                new Vitals("3.4.23", leads, 4, 1239, 20480, 0),
                leads ? List.of() : List.of("etcdserver: no leader")),
            members,
            leads ? Set.of(own) : Set.of(),
            List.of(),
            List.of(),
            ApiAnswer.none(),
            null);
    // Up to etcd 3.4 a member without a quorum lists the members, too.
    machine.etcdMembers = members;
    return machine;
  }

  private static ClusterFacts facts(Machine... machines) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Machine machine : machines) {
      nodes.put(machine.name, machine.facts());
    }
    Map<String, String> silent = new HashMap<>();
    INVENTORY.hosts().stream()
        .map(Host::name)
        .filter(n -> !nodes.containsKey(n))
        .forEach(n -> silent.put(n, "off"));
    return new ClusterFacts(nodes, silent);
  }

  private static void judge(ClusterFacts facts) {
    RescueGuard.judge(INVENTORY, facts, SURVIVOR);
  }

  @Test
  void aQuorumThatExistsIsLeftAlone() {
    assertThatThrownBy(() -> judge(facts(master(Fixtures.MASTER_1, true), master(SURVIVOR, true))))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("etcd has its quorum: 3 voting members, 2 healthy, quorum 2");
  }

  @Test
  void aQuorumThatOnlyHasToBeStartedIsStarted() {
    Machine stopped = Machine.like(Fixtures.MASTER_1);
    stopped.present = Set.of(EtcdCluster.DATA);
    assertThatThrownBy(() -> judge(facts(stopped, master(SURVIVOR, false))))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("2 of 3 masters answer and have their data, quorum 2")
        .hasMessageContaining("node-1");
  }

  /** Its member still follows that leader. */
  private static Machine following(Machine machine, String leader, boolean learner) {
    MasterView view = Objects.requireNonNull(machine.view);
    MemberStatus own = Objects.requireNonNull(view.own());
    machine.view =
        new MasterView(
            new MemberStatus(
                own.memberId(),
                own.clusterId(),
                leader,
                learner,
                own.vitals(),
                List.of("etcdserver: request timed out")),
            view.members(),
            Set.of(),
            List.of(),
            List.of(),
            view.api(),
            null);
    return machine;
  }

  /** It never stands for election: the leader it heard last stays its leader, dead or not. */
  @Test
  void aLearnerThatFollowsALostLeaderStandsInNoRescuesWay() {
    Machine learner = following(master(Fixtures.MASTER_1, false), "id-node-3", true);
    assertThatCode(() -> judge(facts(learner, master(SURVIVOR, false)))).doesNotThrowAnyException();
  }

  /** The others may run where only we do not get to; a member that hears no leader soon says so. */
  @Test
  void aSurvivorThatFollowsALeaderIsNotRescued() {
    Machine survivor = following(master(SURVIVOR, false), "id-node-1", false);
    assertThatThrownBy(() -> judge(facts(survivor)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("The member of node-2 follows a leader, node-1")
        .hasMessageContaining("would make two clusters");
  }

  @Test
  void theLastSurvivorMayBeRescued() {
    assertThatCode(() -> judge(facts(master(SURVIVOR, false)))).doesNotThrowAnyException();
    Machine reset = Machine.like(Fixtures.MASTER_1);
    assertThatCode(() -> judge(facts(reset, master(SURVIVOR, false)))).doesNotThrowAnyException();
    assertThat(RescueGuard.candidates(INVENTORY, facts(reset, master(SURVIVOR, false))))
        .extracting(c -> c.host().name() + " " + c.index())
        .containsExactly("node-2 1239");
  }

  /** Of three masters two are gone: `remove` sends to the rescue, which takes it. */
  @Test
  void removalAndRescueSendNobodyInACircle() {
    ClusterFacts lost = facts(master(SURVIVOR, false));
    assertThatThrownBy(
            () ->
                RemoveNodePlan.of(
                    new Context(INVENTORY, lost, Map.of(), NOW),
                    List.of("node-1"),
                    new RemoveNodePlan.Options(false, Duration.ofSeconds(9), false)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("The quorum is lost: 3 voting members, 0 healthy, quorum 2")
        .hasMessageContaining("`quorate rescue --survivor node-2`");
    assertThatCode(() -> judge(lost)).doesNotThrowAnyException();
    // What plans the rescue finds no cluster that it would have to respect.
    assertThat(EtcdCluster.of(new Context(INVENTORY, lost, Map.of(), NOW)))
        .isEqualTo(EtcdCluster.TOGETHER);
  }

  /** An alarm makes etcdctl call every member unhealthy, and no data are thrown away for it. */
  @Test
  void anAlarmIsNoLostQuorum() {
    Machine full = master(SURVIVOR, true);
    MasterView view = Objects.requireNonNull(full.view);
    full.view =
        new MasterView(
            view.own(),
            view.members(),
            view.reads(),
            List.of(new EtcdAlarm("id-node-2", EtcdAlarm.Kind.NOSPACE)),
            List.of(),
            view.api(),
            null);
    assertThatThrownBy(() -> judge(facts(full)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("etcd has its quorum");
  }

  @Test
  void whoHasNoDataIsNoSurvivor() {
    assertThatThrownBy(() -> judge(facts(Machine.like(SURVIVOR), master(Fixtures.MASTER_3, false))))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-2 has none of etcd's data")
        .hasMessageContaining("Take node-3.");
    assertThatThrownBy(() -> RescueGuard.judge(INVENTORY, facts(), Fixtures.WORKER))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("no master");
    assertThatThrownBy(() -> judge(facts(master(Fixtures.MASTER_1, false))))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("could not be asked");
  }

  @Test
  void aRescueThatWasCutOffGoesOn() {
    Machine half = master(SURVIVOR, true, List.of(SURVIVOR));
    half.present = Set.of(RescueGuard.FOLDER, RescueGuard.ASIDE);
    assertThatCode(() -> judge(facts(half))).doesNotThrowAnyException();
  }

  /** Until the old data are put aside nothing has happened, and what holds a rescue back does. */
  @Test
  void aRescueThatHasOnlyTakenItsSnapshotBeginsAnew() {
    Machine begun = master(SURVIVOR, true);
    Set<String> present = new HashSet<>(begun.present);
    present.add(RescueGuard.FOLDER);
    begun.present = present;
    assertThatThrownBy(() -> judge(facts(begun, master(Fixtures.MASTER_1, true))))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("etcd has its quorum");
  }

  /** Its snapshot is of the day of the loss: going on would bring that day back. */
  @Test
  void aRescueThatWasCutOffDoesNotGoOnWhenTheLostMastersHaveComeBack() {
    Machine half = master(SURVIVOR, true);
    half.present = Set.of(RescueGuard.FOLDER, RescueGuard.ASIDE);
    ClusterFacts facts = facts(half, master(Fixtures.MASTER_1, true));
    assertThat(RescueGuard.begun(INVENTORY, facts)).contains(SURVIVOR);
    assertThatThrownBy(() -> judge(facts))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("The lost masters have come back");
    assertThat(RescueGuard.begun(INVENTORY, facts(master(SURVIVOR, true)))).isEmpty();
  }

  @Test
  void theNewClusterHasOneMasterAndTheOldWorkers() {
    Inventory after = RescuePlan.inventory(INVENTORY, SURVIVOR, TOKEN);
    assertThat(after.masters()).containsExactly(SURVIVOR);
    assertThat(after.hosts()).containsExactly(SURVIVOR, Fixtures.WORKER);
    assertThat(after.etcd().initialToken()).isEqualTo(TOKEN);
    assertThat(after.etcd().snapshotSchedule()).isEqualTo(INVENTORY.etcd().snapshotSchedule());
  }

  private ClusterFacts look() throws Exception {
    List<String> names = List.of("node-2", "node-4");
    try (Fleet connected = Fleet.connect(names, fleet)) {
      return connected.probe(RescueGuard.rehearsalRequests(INVENTORY));
    }
  }

  private Plan plan() throws Exception {
    return RescuePlan.of(new Context(INVENTORY, look(), Map.of(), NOW), SURVIVOR, TOKEN);
  }

  private RunResult run(Plan plan) throws Exception {
    Settings s = Settings.standard();
    Settings settings =
        new Settings(
            false,
            s.decideWithin(),
            List.of(),
            Duration.ofMillis(200),
            Duration.ofMillis(1),
            s.checkWithin(),
            s.lockWithin(),
            "test");
    List<RunEvent> heard = Collections.synchronizedList(new ArrayList<>());
    Run run = new Run("r", "rescue", "demo", true, List.of());
    return new Engine(run, plan, fleet::connect, Redaction.none(), settings, heard::add)
        .run()
        .result();
  }

  private void install() throws Exception {
    List<String> names = INVENTORY.hosts().stream().map(Host::name).toList();
    try (Fleet connected = Fleet.connect(names, fleet)) {
      ClusterFacts facts = connected.probe(InstallProbe.requests(INVENTORY));
      assertThat(run(InstallPlan.of(new Context(INVENTORY, facts, Map.of(), NOW))))
          .isEqualTo(RunResult.DONE);
    }
  }

  @Test
  void theDataIsCopiedBeforeItIsTouchedAndCountedBeforeTheApiStarts() throws Exception {
    install();
    Plan plan = plan();
    assertThat(plan.steps()).extracting(Step::node).containsOnly("node-2", "node-4");
    Step restore = step(plan, "rescue@node-2");
    assertThat(restore.operations())
        .extracting(o -> o.title())
        .containsExactly(
            "a copy of the survivor's data", "the old data aside", "a cluster of one member");
    assertThat(step(plan, "etcd@node-2").after()).contains("rescue@node-2");
    Step counted = step(plan, "rescued@node-2");
    assertThat(counted.after()).containsExactly("etcd-health@node-2");
    // What a proof found is shown whoever asks, not in long lines (-v) alone.
    assertThat(counted.phase()).isEqualTo(Phase.VERIFY);
    assertThat(step(plan, "control-plane@node-2").after()).contains("rescued@node-2");
  }

  /** What a first install gave the survivor. */
  private static Map<String, Secret> pki() {
    Map<String, NodeFacts> nodes = new HashMap<>();
    INVENTORY.hosts().forEach(h -> nodes.put(h.name(), Machine.like(h).facts()));
    ClusterFacts fresh = new ClusterFacts(nodes, Map.of());
    return InstallPlan.of(new Context(INVENTORY, fresh, Map.of(), NOW))
        .stepsOf(SURVIVOR.name())
        .stream()
        .flatMap(step -> step.operations().stream())
        .filter(o -> o instanceof WriteFile f && f.path().startsWith(ClusterPki.FOLDER))
        .map(o -> (WriteFile) o)
        .collect(Collectors.toMap(WriteFile::path, f -> f.content().text()));
  }

  /** The old members began with the token itself in their environment; etcd logs that. */
  @Test
  void theNewClusterIsNotGivenTheTokenItself() {
    Machine old = master(SURVIVOR, false);
    Machine worker = Machine.like(Fixtures.WORKER);
    worker.records = new HashMap<>(Map.of("manifest", ""));
    old.pki = pki();
    Context found = new Context(INVENTORY, facts(old, worker), Map.of(), NOW);
    List<WriteFile> files =
        step(RescuePlan.of(found, SURVIVOR, TOKEN), "etcd@node-2").operations().stream()
            .filter(o -> o instanceof WriteFile)
            .map(o -> (WriteFile) o)
            .toList();
    assertThat(files)
        .allSatisfy(f -> assertThat(f.content().text().reveal()).doesNotContain(TOKEN.reveal()));
    assertThat(files).extracting(WriteFile::path).contains("/var/lib/quorate/etcd-token");
  }

  /** Without a quorum each of these would wait for its time-out, in the preview and once more. */
  @Test
  void nobodyAsksEtcdOrTheApiBeforeTheRescueHasBegun() throws Exception {
    install();
    List<String> asking = new ArrayList<>();
    List<String> others = new ArrayList<>();
    // These two look at the rescue's own folder.
    Set<String> own = Set.of("rescue@node-2", "kept@node-2");
    for (Step step :
        plan().stepsOf("node-2").stream().filter(s -> !own.contains(s.id())).toList()) {
      for (Operation operation : step.operations()) {
        switch (operation) {
          case Operation.Script s -> (s.asksCluster() ? asking : others).add(s.check());
          case Operation.WaitFor w -> (w.asksCluster() ? asking : others).add(w.condition());
          case Operation.Verify v -> (v.asksCluster() ? asking : others).add(v.condition());
          default -> {
            // It looks at the machine itself.
          }
        }
      }
    }
    assertThat(others)
        .isNotEmpty()
        .noneMatch(c -> Stream.of("etcdctl", "kubectl", "curl ", "http").anyMatch(c::contains));
    assertThat(asking)
        .hasSizeGreaterThan(8)
        .allSatisfy(c -> assertThat(c).startsWith("[ -e " + RescueGuard.FOLDER + " ] || exit 1\n"));
  }

  private static Step step(Plan plan, String id) {
    return plan.steps().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void killedAnywhereItGoesOnToTheSameState() throws Exception {
    install();
    int before = faults.begun("node-2");
    assertThat(run(plan())).isEqualTo(RunResult.DONE);
    String unit = fleet.machine("node-2").file("/etc/systemd/system/etcd.service");
    assertThat(unit).contains("--name=node-2").doesNotContain("10.0.0.11");
    assertThat(fleet.machine("node-4").file("/etc/kube-api-proxy/nginx.conf"))
        .contains("10.0.0.12:6443")
        .doesNotContain("10.0.0.13");
    int operations = faults.begun("node-2") - before;
    Map<String, String> wanted = files("node-2");
    for (int at = 1; at <= operations; at += at < 6 ? 1 : 13) {
      RescueTest trial = new RescueTest();
      trial.install();
      trial.faults.at(RehearsalFaults.Kind.KILL, "node-2", trial.faults.begun("node-2") + at);
      assertThat(trial.run(trial.plan())).as("at " + at).isEqualTo(RunResult.FAILED);
      trial.faults.revive();
      assertThat(trial.run(trial.plan())).as("at " + at).isEqualTo(RunResult.DONE);
      assertThat(trial.files("node-2").keySet()).isEqualTo(wanted.keySet());
      assertThat(trial.fleet.machine("node-2").file("/etc/systemd/system/etcd.service"))
          .isEqualTo(unit);
    }
  }

  private Map<String, String> files(String node) {
    return fleet.machine(node).files();
  }
}
