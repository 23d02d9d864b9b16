package io.quorate.recipe.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Wanted;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFaults.Kind;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.ClusterChange.CancelDowngrade;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FetchAhead;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.KeptPrograms;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionRanges;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepFinished;
import io.quorate.run.RunEvent.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An upgrade of simulated clusters is taken back: from its end, and from wherever it was cut off;
 * and from wherever the way back is cut off both ways lead to their ends.
 */
class RollbackRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Versions OLD = Rehearsed.versions("1.35.1", "3.5.33", "2.2.0", "1.3.0");
  private static final Versions NEW = Rehearsed.versions("1.36.4", "3.6.14", "2.3.4", "1.4.3");
  private static final Inventory INVENTORY = inventory();
  private static final Map<String, List<String>> ADDRESSES = Rehearsed.addresses(INVENTORY.hosts());
  private static final UpgradePlan.Options USUAL = UpgradePlan.Options.usual();

  /** A master that speaks to the API, and a worker: the others are as one of these. */
  private static final List<String> KILLED = List.of("node-1", "node-4");

  @TempDir static Path folder;
  @TempDir static Path later;
  private static Path installed;
  private static Path upgraded;

  private final RehearsalFaults faults = RehearsalFaults.none();
  private RehearsalFleet fleet;

  RollbackRehearsalTest() throws IOException {
    fleet =
        installed == null
            ? RehearsalFleet.swift(ADDRESSES, faults)
            : RehearsalFleet.swift(ADDRESSES, faults, installed);
  }

  private static RollbackRehearsalTest keptIn(Path place) throws IOException {
    RollbackRehearsalTest trial = new RollbackRehearsalTest();
    trial.fleet = new RehearsalFleet(ADDRESSES, 0, 1, trial.faults, place);
    return trial;
  }

  private static RollbackRehearsalTest upgraded() throws IOException {
    RollbackRehearsalTest trial = new RollbackRehearsalTest();
    trial.fleet = RehearsalFleet.swift(ADDRESSES, trial.faults, upgraded);
    return trial;
  }

  /** Calico's manifest has no published checksum, so the test goes without. */
  private static Inventory inventory() {
    return Fixtures.inventory()
        .withVersions(OLD)
        .withNetwork(Fixtures.network(Inventory.Cni.ROUTED));
  }

  @BeforeAll
  static void installOnce() throws Exception {
    for (Path place : List.of(folder, later)) {
      RollbackRehearsalTest first = keptIn(place);
      Plan plan = InstallPlan.of(new Context(INVENTORY, first.look(), Map.of(), NOW));
      assertThat(first.run(plan, new ArrayList<>())).isEqualTo(RunResult.DONE);
    }
    assertThat(keptIn(later).upgrade()).isEqualTo(RunResult.DONE);
    installed = folder;
    upgraded = later;
  }

  private ClusterFacts look() throws Exception {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>(LiveProbe.looks(INVENTORY));
    KeptPrograms.requests(INVENTORY)
        .forEach((name, r) -> requests.computeIfPresent(name, (n, asked) -> asked.with(r)));
    try (Fleet connected = Fleet.connect(List.copyOf(ADDRESSES.keySet()), fleet)) {
      return connected.probe(requests);
    }
  }

  private RunResult upgrade() throws Exception {
    return run(upgrade(NEW), new ArrayList<>());
  }

  private Plan upgrade(Versions wanted) throws Exception {
    ClusterFacts facts = look();
    UpgradePath path =
        UpgradePath.of(
            VersionRanges.of(INVENTORY, VersionMatrix.of(INVENTORY, facts)),
            new Wanted(wanted, Map.of(), false),
            Catalogue.load());
    return UpgradePlan.of(new Context(INVENTORY, facts, Map.of(), NOW), path, USUAL);
  }

  private Plan rollback(String node) throws Exception {
    ClusterFacts facts = look();
    return RollbackPlan.of(
        new Context(INVENTORY, facts, Map.of(), NOW), Rollback.of(INVENTORY, facts, node), USUAL);
  }

  private RunResult rollback(List<RunEvent> events) throws Exception {
    return run(rollback(""), events);
  }

  private RunResult run(Plan plan, List<RunEvent> events) throws Exception {
    return Rehearsed.run(plan, fleet, events);
  }

  private static final Set<StepResult> ENDED_WELL =
      Set.of(StepResult.UNCHANGED, StepResult.CHANGED, StepResult.WARNED);

  private static List<String> done(List<RunEvent> events) {
    return events.stream()
        .filter(e -> e instanceof StepFinished f && ENDED_WELL.contains(f.result()))
        .map(e -> ((StepFinished) e).step())
        .filter(id -> id.matches("(upgrade-(start|etcd|control|drain|node|back)|etcd-down).*"))
        .toList();
  }

  private String machines() throws Exception {
    return Rehearsed.machines(fleet, ADDRESSES.keySet());
  }

  private void assertRuns(Versions versions) {
    for (Host host : INVENTORY.hosts()) {
      assertRuns(host, versions);
    }
    assertThat(fleet.cordoned()).isEmpty();
  }

  private void assertRuns(Host host, Versions v) {
    Map<String, String> programs =
        new TreeMap<>(
            Map.of(
                "kubelet",
                v.kubernetes(),
                "kube-proxy",
                v.kubernetes(),
                "containerd",
                v.containerd()));
    if (host.isMaster()) {
      programs.put("etcd", v.etcd());
      for (String name : List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
        programs.put(name, v.kubernetes());
      }
    }
    programs.forEach(
        (name, version) ->
            assertThat(fleet.machine(host.name()).running(name))
                .as(name + " of " + host.name())
                .isEqualTo(version));
  }

  @Test
  void kubeletsThenMastersThenMembersGoBack() throws Exception {
    fleet.lead("node-1");
    assertThat(upgrade()).isEqualTo(RunResult.DONE);
    fleet.lead("node-1");
    List<RunEvent> events = new ArrayList<>();
    assertThat(rollback(events))
        .as(Rehearsed.failures(events).toString())
        .isEqualTo(RunResult.DONE);
    assertThat(done(events))
        .containsExactly(
            "upgrade-drain-node-1-1.35.1-containerd-2.2.0@node-1",
            "upgrade-node-1.35.1-containerd-2.2.0@node-1",
            "upgrade-back-node-1-1.35.1-containerd-2.2.0@node-1",
            "upgrade-drain-node-2-1.35.1-containerd-2.2.0@node-1",
            "upgrade-node-1.35.1-containerd-2.2.0@node-2",
            "upgrade-back-node-2-1.35.1-containerd-2.2.0@node-1",
            "upgrade-drain-node-3-1.35.1-containerd-2.2.0@node-1",
            "upgrade-node-1.35.1-containerd-2.2.0@node-3",
            "upgrade-back-node-3-1.35.1-containerd-2.2.0@node-1",
            "upgrade-drain-node-4-1.35.1-containerd-2.2.0@node-1",
            "upgrade-node-1.35.1-containerd-2.2.0@node-4",
            "upgrade-back-node-4-1.35.1-containerd-2.2.0@node-1",
            "upgrade-control-plane-1.35.1@node-1",
            "upgrade-control-plane-1.35.1@node-2",
            "upgrade-control-plane-1.35.1@node-3",
            "etcd-downgrade@node-1",
            "upgrade-etcd-3.5.33@node-2",
            "upgrade-etcd-3.5.33@node-3",
            "upgrade-etcd-3.5.33@node-1");
    assertRuns(OLD);
    assertThat(fleet.machine("node-1").file("/var/lib/quorate/cluster.yaml")).contains("1.35.1");
    assertThatThrownBy(() -> rollback(""))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("nothing to roll back");
    // What was put back is installed as if it had never been away.
    List<RunEvent> install = new ArrayList<>();
    Plan plan = InstallPlan.of(new Context(INVENTORY, look(), Map.of(), NOW));
    assertThat(run(plan, install)).isEqualTo(RunResult.DONE);
    assertThat(
            install.stream()
                .filter(e -> e instanceof OperationFinished f && f.outcome() == Outcome.CHANGED)
                .map(Object::toString))
        .isEmpty();
  }

  /** Nobody takes back on the way what the members were told, or the next could not start. */
  @Test
  void membersThatWereToldToGoBackAreNotToldToStay() throws Exception {
    RollbackRehearsalTest trial = upgraded();
    Versions later = Rehearsed.versions("1.37.1", "3.7.2", "2.3.4", "1.4.3");
    assertThat(trial.run(trial.upgrade(later), new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(
            trial.rollback("").steps().stream()
                .flatMap(s -> s.operations().stream())
                .filter(o -> o instanceof Script s && s.change() instanceof CancelDowngrade))
        .isEmpty();
    List<RunEvent> events = new ArrayList<>();
    assertThat(trial.rollback(events))
        .as(Rehearsed.failures(events).toString())
        .isEqualTo(RunResult.DONE);
    trial.assertRuns(NEW);
  }

  @Test
  void nothingIsDownloaded() throws Exception {
    assertThat(upgrade()).isEqualTo(RunResult.DONE);
    assertThat(rollback("").steps().stream().flatMap(s -> s.operations().stream()))
        .noneMatch(o -> o instanceof Fetch || o instanceof FetchAhead);
  }

  /** The next counts on each, on the way back as on the way there. */
  @Test
  void noStepOfTheWayBackCanBeLeftOut() throws Exception {
    assertThat(upgrade()).isEqualTo(RunResult.DONE);
    Set<String> needed = new TreeSet<>();
    for (Step step : rollback("").steps()) {
      boolean closing = step.phase() == Phase.VERIFY || StepKind.CLUSTER_RECORD.names(step);
      assertThat(step.ifStopped().isEmpty()).as(step.id()).isEqualTo(closing);
      needed.add(step.ifStopped());
    }
    assertThat(needed).anyMatch(words -> words.contains("run beside newer ones"));
  }

  /** Wherever an upgrade is cut off, it can be taken back. */
  @Test
  void anUpgradeThatIsKilledIsTakenBack() throws Exception {
    assertThat(upgrade()).isEqualTo(RunResult.DONE);
    List<String> bad = new ArrayList<>();
    int nothing = 0;
    for (String name : KILLED) {
      for (int at = 1; at <= faults.begun(name); at++) {
        RollbackRehearsalTest trial = new RollbackRehearsalTest();
        trial.faults.at(Kind.KILL, name, at);
        assertThat(trial.upgrade()).isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        List<RunEvent> events = new ArrayList<>();
        try {
          RunResult result = trial.rollback(events);
          if (result == RunResult.DONE) {
            trial.assertRuns(OLD);
          } else {
            bad.add(name + " " + at + " " + result + " " + Rehearsed.failures(events));
          }
        } catch (GuardRefused e) {
          // Nothing was changed yet, or the end was a word away.
          nothing++;
          if (!e.getMessage().contains("nothing to roll back")) {
            bad.add(name + " " + at + " " + e.getMessage());
          } else {
            trial.assertRuns(OLD);
          }
        }
      }
    }
    assertThat(bad).isEmpty();
    assertThat(nothing).isPositive();
  }

  /** Wherever the way back is cut off, it comes to its end, and so does the upgrade. */
  @Test
  void aRollbackThatIsKilledGoesOnEitherWay() throws Exception {
    RollbackRehearsalTest undisturbed = upgraded();
    assertThat(undisturbed.rollback(new ArrayList<>())).isEqualTo(RunResult.DONE);
    String machines = undisturbed.machines();
    List<String> bad = new ArrayList<>();
    for (String name : KILLED) {
      for (int at = 1; at <= undisturbed.faults.begun(name); at++) {
        RollbackRehearsalTest back = cut(name, at);
        List<RunEvent> events = new ArrayList<>();
        try {
          RunResult result = back.rollback(events);
          if (result != RunResult.DONE || !back.machines().equals(machines)) {
            bad.add("back " + name + " " + at + " " + result + " " + Rehearsed.failures(events));
          }
        } catch (GuardRefused e) {
          // All of it was done, but for the closing checks.
          assertThat(e).hasMessageContaining("nothing to roll back");
          assertThat(back.machines()).isEqualTo(machines);
        }
        RollbackRehearsalTest on = cut(name, at);
        if (on.upgrade() != RunResult.DONE) {
          bad.add("on " + name + " " + at);
        } else {
          on.assertRuns(NEW);
        }
      }
    }
    assertThat(bad).isEmpty();
  }

  private static RollbackRehearsalTest cut(String name, int at) throws Exception {
    RollbackRehearsalTest trial = upgraded();
    trial.faults.at(Kind.KILL, name, at);
    assertThat(trial.rollback(new ArrayList<>())).as(name + " " + at).isEqualTo(RunResult.FAILED);
    trial.faults.revive();
    return trial;
  }

  @Test
  void aWorkerGoesBackAlone() throws Exception {
    assertThat(upgrade()).isEqualTo(RunResult.DONE);
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(rollback("node-4"), events))
        .as(Rehearsed.failures(events).toString())
        .isEqualTo(RunResult.DONE);
    for (Host host : INVENTORY.hosts()) {
      assertRuns(host, host.name().equals("node-4") ? OLD : NEW);
    }
    assertThat(upgrade()).isEqualTo(RunResult.DONE);
    assertRuns(NEW);
    assertThat(rollback(new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertRuns(OLD);
  }

  /** Of a master goes back what may be older than the others. */
  @Test
  void ofAMasterTheControlPlaneStaysWhileOthersHaveNewerKubelets() throws Exception {
    assertThat(upgrade()).isEqualTo(RunResult.DONE);
    Rollback rollback = Rollback.of(INVENTORY, look(), "node-2");
    assertThat(rollback.stays())
        .containsExactly(
            "etcd stays: 3.6.14 runs, and 3.5.33 was kept: all members have the newer version, and go back together.",
            "The control plane of node-2 stays: kubelet 1.36.4 runs on other nodes, and none may be newer than an API server, 1.35.1.");
    assertThat(run(rollback("node-2"), new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.machine("node-2").running("kubelet")).isEqualTo("1.35.1");
    assertThat(fleet.machine("node-2").running("kube-apiserver")).isEqualTo("1.36.4");
    assertThat(fleet.machine("node-2").running("etcd")).isEqualTo("3.6.14");
  }

  @Test
  void whatIsFurtherAwayIsRefused() throws Exception {
    assertThat(
            run(
                upgrade(Rehearsed.versions("1.37.1", "3.6.14", "2.3.4", "1.4.3")),
                new ArrayList<>()))
        .isEqualTo(RunResult.DONE);
    assertThatThrownBy(() -> rollback(""))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("Kubernetes 1.37.1 runs, and 1.35.1 is what was kept");
    assertThat(run(rollback("node-4"), new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.machine("node-4").running("kubelet")).isEqualTo("1.35.1");
  }
}
