package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.node.rehearsal.RehearsalMachine;
import io.quorate.plan.Finding;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.cluster.ClusterUse;
import io.quorate.recipe.cluster.VersionsRefused;
import io.quorate.recipe.component.SnapshotTimer;
import io.quorate.recipe.preflight.Preflight;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The whole install on simulated machines: it converges wherever it is cut off. */
class InstallRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Inventory INVENTORY = routed(Fixtures.inventory());

  private final RehearsalFaults faults = RehearsalFaults.none();
  private final RehearsalFleet fleet =
      RehearsalFleet.swift(Rehearsed.addresses(INVENTORY.hosts()), faults);

  /** Calico's manifest has no published checksum, so the test goes without. */
  private static Inventory routed(Inventory i) {
    return new Inventory(
        i.clusterName(),
        i.access(),
        i.hosts(),
        i.versions(),
        Fixtures.network(Inventory.Cni.ROUTED),
        i.etcd(),
        i.firewall(),
        i.machine(),
        i.components(),
        i.downloads());
  }

  private static List<String> names() {
    return INVENTORY.hosts().stream().map(Host::name).toList();
  }

  private ClusterFacts look() throws Exception {
    try (Fleet connected = Fleet.connect(names(), fleet)) {
      return connected.probe(Preflight.requests(INVENTORY));
    }
  }

  private Plan plan() throws Exception {
    return InstallPlan.of(new Context(INVENTORY, look(), Map.of(), NOW));
  }

  private RunResult run(List<RunEvent> events) throws Exception {
    return run(plan(), events);
  }

  private RunResult run(Plan plan, List<RunEvent> events) throws Exception {
    return Rehearsed.run(plan, fleet, events, Duration.ofMillis(200));
  }

  private static Map<Outcome, Integer> outcomes(List<RunEvent> events) {
    Map<Outcome, Integer> counts = new TreeMap<>();
    for (RunEvent event : events) {
      if (event instanceof OperationFinished finished) {
        counts.merge(finished.outcome(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static List<String> changed(List<RunEvent> events) {
    return events.stream()
        .filter(e -> e instanceof OperationFinished f && f.outcome() == Outcome.CHANGED)
        .map(e -> ((OperationFinished) e).step() + " " + ((OperationFinished) e).operation())
        .toList();
  }

  @Test
  void theSecondRunHasNothingToDo() throws Exception {
    assertThat(Preflight.judge(INVENTORY, look()))
        .noneMatch(f -> f.status() == Finding.Status.FAILED);
    List<RunEvent> first = new ArrayList<>();
    assertThat(run(first)).isEqualTo(RunResult.DONE);
    assertThat(outcomes(first)).containsKey(Outcome.CHANGED);
    assertThat(Preflight.judge(INVENTORY, look()))
        .noneMatch(f -> f.status() == Finding.Status.FAILED);
    List<RunEvent> second = new ArrayList<>();
    assertThat(run(second)).isEqualTo(RunResult.DONE);
    assertThat(outcomes(second)).containsOnlyKeys(Outcome.UNCHANGED);
  }

  /** As it was before snapshots had a timer. */
  private static Plan withCron() {
    String units = "/etc/systemd/system/";
    return new Plan(
        INVENTORY.masters().stream()
            .map(
                h ->
                    new Step(
                        "older@" + h.name(),
                        h.name(),
                        Phase.ETCD,
                        "Older",
                        List.of(
                            new NoService(SnapshotTimer.TIMER),
                            new RemoveFile(units + SnapshotTimer.TIMER),
                            new RemoveFile(units + SnapshotTimer.UNIT),
                            new WriteFile(
                                SnapshotTimer.CRON,
                                Content.of("0 */6 * * * root /usr/local/bin/etcd-snapshot.sh\n"),
                                "root:root",
                                "0644")),
                        Set.of(),
                        Duration.ofMinutes(1)))
            .toList());
  }

  @Test
  void anOlderClusterGetsTheTimerOfSnapshotsAndNothingRestarts() throws Exception {
    run(new ArrayList<>());
    assertThat(run(withCron(), new ArrayList<>())).isEqualTo(RunResult.DONE);
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(events)).isEqualTo(RunResult.DONE);
    List<String> details = new ArrayList<>();
    for (RunEvent event : events) {
      if (event instanceof OperationFinished f && f.outcome() == Outcome.CHANGED) {
        details.add(f.detail());
        assertThat(f.step()).startsWith("etcd@");
      }
    }
    assertThat(details).hasSize(4 * INVENTORY.masters().size()).doesNotContain("restarted");
    for (Host master : INVENTORY.masters()) {
      RehearsalMachine machine = fleet.machine(master.name());
      assertThat(machine.isActive(SnapshotTimer.TIMER)).isTrue();
      assertThat(machine.file("/etc/systemd/system/" + SnapshotTimer.TIMER))
          .contains("OnCalendar=*-*-* ");
      assertThat(machine.file(SnapshotTimer.CRON)).isNull();
    }
    List<RunEvent> again = new ArrayList<>();
    assertThat(run(again)).isEqualTo(RunResult.DONE);
    assertThat(outcomes(again)).containsOnlyKeys(Outcome.UNCHANGED);
  }

  /** Simulated machines remember what they run. */
  @Test
  void anotherVersionIsNoInstall() throws Exception {
    run(new ArrayList<>());
    ClusterFacts facts;
    try (Fleet connected = Fleet.connect(names(), fleet)) {
      facts = connected.probe(InstallProbe.requests(INVENTORY));
    }
    assertThat(InstallPlan.of(new Context(INVENTORY, facts, Map.of(), NOW)).steps()).isNotEmpty();
    Inventory.Versions v = INVENTORY.versions();
    Inventory newer =
        INVENTORY.withVersions(
            Fixtures.versions("1.37.0", v.runtime(), v.containerd(), v.docker()));
    assertThatThrownBy(() -> InstallPlan.of(new Context(newer, facts, Map.of(), NOW)))
        .isInstanceOf(VersionsRefused.class)
        .hasMessageContaining("Kubernetes  1.36.4  1.37.0  another minor version");
    Inventory other = INVENTORY.withNetwork(Fixtures.network(Inventory.Cni.CALICO));
    assertThatThrownBy(() -> InstallPlan.of(new Context(other, facts, Map.of(), NOW)))
        .isInstanceOf(VersionsRefused.class)
        .hasMessageContaining("pod network  routed  calico  another pod network");
  }

  private ClusterFacts lookAtUse() throws Exception {
    try (Fleet connected = Fleet.connect(names(), fleet)) {
      return connected
          .probe(InstallProbe.requests(INVENTORY))
          .withRecords(connected.probe(ClusterUse.requests(INVENTORY)));
    }
  }

  /** The steps of a phase, and what they wait for. */
  private Plan until(Phase phase) throws Exception {
    Plan all = plan();
    List<Step> steps = all.steps();
    Set<String> wanted = new HashSet<>();
    steps.stream().filter(s -> s.phase() == phase).forEach(s -> wanted.add(s.id()));
    int before;
    do {
      before = wanted.size();
      steps.stream().filter(s -> wanted.contains(s.id())).forEach(s -> wanted.addAll(s.after()));
      all.gates().stream()
          .filter(g -> wanted.contains(g.id()))
          .forEach(g -> wanted.addAll(g.after()));
    } while (wanted.size() > before);
    return new Plan(
        steps.stream().filter(s -> wanted.contains(s.id())).toList(),
        all.gates().stream().filter(g -> wanted.contains(g.id())).toList());
  }

  /** Cut off where nobody could have used anything yet, and where somebody could. */
  @Test
  void aFirstInstallThatWasCutOffIsTold() throws Exception {
    assertThat(run(until(Phase.ETCD), new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(ClusterUse.of(INVENTORY, lookAtUse())).isEqualTo(ClusterUse.EMPTY);
    assertThat(run(new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(ClusterUse.of(INVENTORY, lookAtUse())).isEqualTo(ClusterUse.IN_USE);
  }

  /**
   * Every operation with {@code -Dformat=...} would take minutes: a prime stride sees all kinds.
   */
  @Test
  void aRunThatIsKilledConverges() throws Exception {
    run(new ArrayList<>());
    Map<String, Integer> operations = new HashMap<>();
    names().forEach(n -> operations.put(n, faults.begun(n)));
    int first = 2;
    for (String name : names()) {
      first += 11;
      for (int at = first; at <= operations.get(name); at += 67) {
        InstallRehearsalTest trial = new InstallRehearsalTest();
        trial.faults.at(RehearsalFaults.Kind.KILL, name, at);
        assertThat(trial.run(new ArrayList<>())).isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        assertThat(trial.run(new ArrayList<>())).as(name + " " + at).isEqualTo(RunResult.DONE);
        List<RunEvent> again = new ArrayList<>();
        assertThat(trial.run(again)).isEqualTo(RunResult.DONE);
        assertThat(outcomes(again))
            .as(name + " " + at + ": " + changed(again))
            .containsOnlyKeys(Outcome.UNCHANGED);
      }
    }
  }

  @Test
  void aBrokenConnectionIsTakenUpAgain() throws Exception {
    for (String name : names()) {
      faults.at(RehearsalFaults.Kind.LOSE, name, 30);
    }
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(events)).isEqualTo(RunResult.DONE);
    assertThat(events).anyMatch(e -> e instanceof RunEvent.NodeLost);
  }

  @Test
  void aFailureStopsWhatDependsOnIt() throws Exception {
    faults.at(RehearsalFaults.Kind.FAIL, "node-2", 20);
    assertThat(run(new ArrayList<>())).isEqualTo(RunResult.FAILED);
    assertThat(run(new ArrayList<>())).isEqualTo(RunResult.DONE);
  }
}
