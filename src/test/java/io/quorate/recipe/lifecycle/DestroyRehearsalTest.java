package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.node.rehearsal.RehearsalMachine;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Outcome;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.component.SnapshotTimer;
import io.quorate.recipe.preflight.Preflight;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A cluster is taken away on simulated machines, wherever it is cut off. */
class DestroyRehearsalTest {

  private static final Inventory INVENTORY = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
  private static final List<String> NAMES = INVENTORY.hosts().stream().map(Host::name).toList();

  private final RehearsalFaults faults = RehearsalFaults.none();
  private final RehearsalFleet fleet =
      RehearsalFleet.swift(Rehearsed.addresses(INVENTORY.hosts()), faults);

  private Context look(List<String> names, Map<String, ProbeRequest> requests) throws Exception {
    try (Fleet connected = Fleet.connect(names, fleet)) {
      ClusterFacts facts = connected.probe(requests);
      return new Context(INVENTORY, facts, Map.of(), Instant.parse("2026-10-01T00:00:00Z"));
    }
  }

  private RunResult run(Plan plan, List<RunEvent> events) throws Exception {
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
    List<RunEvent> heard = Collections.synchronizedList(events);
    Run run = new Run("r", "destroy", "demo", true, List.of());
    return new Engine(run, plan, fleet::connect, Redaction.none(), settings, heard::add)
        .run()
        .result();
  }

  private RunResult install() throws Exception {
    Context found = look(NAMES, InstallProbe.requests(INVENTORY));
    return run(InstallPlan.of(found), new ArrayList<>());
  }

  private RunResult destroy(List<RunEvent> events) throws Exception {
    return destroy(NAMES, events);
  }

  private RunResult destroy(List<String> names, List<RunEvent> events) throws Exception {
    return run(DestroyPlan.of(look(names, DestroyProbe.requests(INVENTORY)), false), events);
  }

  private static List<Outcome> outcomes(List<RunEvent> events) {
    return events.stream()
        .filter(OperationFinished.class::isInstance)
        .map(e -> ((OperationFinished) e).outcome())
        .toList();
  }

  /** What is on each machine but packages, which stay, and what scripts were seen. */
  private Map<String, List<Map<String, ?>>> machines() {
    Map<String, List<Map<String, ?>>> machines = new HashMap<>();
    for (String name : NAMES) {
      RehearsalMachine machine = fleet.machine(name);
      machines.put(name, List.of(machine.files(), machine.folders()));
    }
    return machines;
  }

  private boolean runs(String unit) {
    return NAMES.stream().anyMatch(n -> fleet.machine(n).isActive(unit));
  }

  @Test
  void nothingIsLeftButWhatWasThere() throws Exception {
    var before = machines();
    assertThat(install()).isEqualTo(RunResult.DONE);
    assertThat(machines()).isNotEqualTo(before);
    assertThat(runs(SnapshotTimer.TIMER)).isTrue();
    List<RunEvent> events = new ArrayList<>();
    assertThat(destroy(events)).isEqualTo(RunResult.DONE);
    assertThat(outcomes(events)).contains(Outcome.CHANGED);
    assertThat(machines()).isEqualTo(before);
    assertThat(runs("etcd.service") || runs("kubelet.service") || runs("kube-firewall.service"))
        .isFalse();
    assertThat(runs(SnapshotTimer.TIMER)).isFalse();
    assertThat(runs("ssh.service")).isTrue();

    List<RunEvent> again = new ArrayList<>();
    assertThat(destroy(again)).isEqualTo(RunResult.DONE);
    assertThat(outcomes(again)).containsOnly(Outcome.UNCHANGED);
  }

  @Test
  void aFreshInstallNoticesNothing() throws Exception {
    install();
    destroy(new ArrayList<>());
    Context found = look(NAMES, InstallProbe.requests(INVENTORY));
    assertThat(Preflight.judge(INVENTORY, found.facts()))
        .noneMatch(f -> f.status() == Finding.Status.FAILED);
    found
        .facts()
        .nodes()
        .values()
        .forEach(
            n -> {
              assertThat(n.records().values()).as(n.node()).allMatch(String::isEmpty);
              assertThat(n.pki()).as(n.node()).isEmpty();
            });
    assertThat(install()).isEqualTo(RunResult.DONE);
  }

  @Test
  void killedAtAnyOperationTheNextRunFinishes() throws Exception {
    var clean = machines();
    install();
    int installed = faults.begun("node-1");
    destroy(new ArrayList<>());
    int operations = faults.begun("node-1") - installed;
    assertThat(operations).isGreaterThan(40);
    for (int at = 1; at <= operations; at++) {
      DestroyRehearsalTest trial = new DestroyRehearsalTest();
      trial.install();
      trial.faults.at(RehearsalFaults.Kind.KILL, "node-1", trial.faults.begun("node-1") + at);
      assertThat(trial.destroy(new ArrayList<>())).isEqualTo(RunResult.FAILED);
      trial.faults.revive();
      assertThat(trial.destroy(new ArrayList<>())).as("killed at " + at).isEqualTo(RunResult.DONE);
      assertThat(trial.machines()).as("killed at " + at).isEqualTo(clean);
    }
  }

  @Test
  void aHalfInstalledClusterGoesToo() throws Exception {
    var clean = machines();
    faults.at(RehearsalFaults.Kind.FAIL, "node-2", 60);
    assertThat(install()).isEqualTo(RunResult.FAILED);
    assertThat(destroy(new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(machines()).isEqualTo(clean);
  }

  @Test
  void nodesThatDoNotAnswerHaveNoSteps() throws Exception {
    install();
    assertThat(destroy(List.of("node-1", "node-2", "node-4"), new ArrayList<>()))
        .isEqualTo(RunResult.DONE);
    assertThat(fleet.machine("node-1").file("/var/lib/quorate/manifest")).isNull();
    assertThat(fleet.machine("node-3").isActive("etcd.service")).isTrue();
    assertThat(fleet.machine("node-3").file("/var/lib/quorate/manifest")).isNotNull();
  }

  private static Plan planOf(Function<Machine, Machine> change) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    INVENTORY.hosts().forEach(h -> nodes.put(h.name(), change.apply(Machine.like(h)).facts()));
    return DestroyPlan.of(Fixtures.context(INVENTORY, nodes), true);
  }

  private static List<Operation> operations(Plan plan, String node) {
    return plan.stepsOf(node).stream().map(Step::operations).flatMap(List::stream).toList();
  }

  @Test
  void snapshotsStayWhenThatIsWished() {
    assertThat(operations(planOf(m -> m), "node-1"))
        .contains(new RemoveFolder("/var/lib/etcd/member"))
        .doesNotContain(new RemoveFolder("/var/backups/etcd"));
  }

  @Test
  void aContainerdThatServesOthersKeepsItsData() {
    Plan plan =
        planOf(
            m -> {
              m.records = Map.of("containerd-others", "moby\n");
              return m;
            });
    assertThat(operations(plan, "node-1"))
        .doesNotContain(
            new RemoveFolder("/var/lib/containerd"), new NoService("containerd.service"));
    assertThat(operations(planOf(m -> m), "node-1"))
        .contains(new RemoveFolder("/var/lib/containerd"), new NoService("containerd.service"));
  }

  @Test
  void othersClustersAreRefused() {
    assertThatThrownBy(
            () ->
                planOf(
                    m -> {
                      m.records = Map.of("cluster-name", "other\n", "manifest", "");
                      return m;
                    }))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("\"other\"")
        .hasMessageContaining("\"demo\"");
    assertThatThrownBy(
            () ->
                planOf(
                    m -> {
                      m.present = Set.of("/etc/kubernetes/manifests/kube-apiserver.yaml");
                      return m;
                    }))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("kubeadm");
    assertThatThrownBy(
            () ->
                planOf(
                    m -> {
                      m.present = Set.of("/var/lib/kubelet");
                      return m;
                    }))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("/var/lib/kubelet");
  }
}
