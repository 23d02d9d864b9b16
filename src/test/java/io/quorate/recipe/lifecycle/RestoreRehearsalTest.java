package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Digest;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Context.LocalFile;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A restore on simulated machines: its order, other machines, and that it converges. */
class RestoreRehearsalTest {

  private static final Inventory THREE = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final String SHA = Digest.sha256("a snapshot");

  /** The machines of the cluster as it was, and others that are fresh. */
  private final RehearsalFaults faults = RehearsalFaults.none();

  private final RehearsalFleet fleet = RehearsalFleet.swift(addresses(), faults);

  private static final List<Host> OTHERS =
      List.of(
          master("new-1", "10.0.1.11"),
          master("new-2", "10.0.1.12"),
          master("new-3", "10.0.1.13"),
          master("new-4", "10.0.1.14"),
          master("new-5", "10.0.1.15"));

  private static Host master(String name, String address) {
    return new Host(name, address, Set.of(Role.MASTER, Role.WORKER));
  }

  private static Map<String, List<String>> addresses() {
    List<Host> hosts = new ArrayList<>(THREE.hosts());
    hosts.addAll(OTHERS);
    return Rehearsed.addresses(hosts);
  }

  private static Inventory of(List<Host> hosts) {
    return THREE.withHosts(hosts);
  }

  private ClusterFacts look(Inventory inventory) throws Exception {
    List<String> names = inventory.hosts().stream().map(Host::name).toList();
    try (Fleet connected = Fleet.connect(names, fleet)) {
      return connected.probe(InstallProbe.requests(inventory));
    }
  }

  private RunResult run(Plan plan, List<RunEvent> heard) throws Exception {
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
    Run run = new Run("r", "restore", "demo", true, List.of());
    return new Engine(run, plan, fleet::connect, Redaction.none(), settings, heard::add)
        .run()
        .result();
  }

  private RunResult run(Plan plan) throws Exception {
    return run(plan, Collections.synchronizedList(new ArrayList<>()));
  }

  private void install() throws Exception {
    assertThat(run(InstallPlan.of(new Context(THREE, look(THREE), Map.of(), NOW))))
        .isEqualTo(RunResult.DONE);
  }

  /** What a backup of the simulated cluster holds. */
  private RestorePoint point() {
    Map<String, Secret> keys = new HashMap<>();
    Map<String, String> files = fleet.machine("node-1").files();
    for (String path : SharedSecrets.paths()) {
      keys.put(path, new Secret(files.get(path)));
    }
    return new RestorePoint(
        "demo",
        NOW.minusSeconds(3600),
        THREE.versions().kubernetes(),
        THREE.versions().etcd(),
        4711,
        Map.of("pods", 3L, "secrets", 2L),
        Set.of("node-1", "node-2", "node-3", "node-4"),
        keys,
        new LocalFile("/here/snapshot.db", SHA),
        20_480);
  }

  private Plan plan(Inventory inventory, RestorePoint point) throws Exception {
    ClusterFacts facts = RestoreGuard.rehearsal(inventory, look(inventory));
    RestoreProgress progress = RestoreProgress.of(inventory, facts, point, NOW);
    RestoreGuard.judge(inventory, facts, point, progress, false, false);
    return RestorePlan.of(new Context(inventory, facts, Map.of(), NOW), point, progress);
  }

  private static Step step(Plan plan, String id) {
    return plan.steps().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  /** All that a step waits for, directly or not. */
  private static Set<String> before(Plan plan, String id) {
    Map<String, Set<String>> after = new HashMap<>();
    plan.steps().forEach(s -> after.put(s.id(), s.after()));
    plan.gates().forEach(g -> after.put(g.id(), g.after()));
    Set<String> all = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(id));
    while (!open.isEmpty()) {
      for (String one : after.getOrDefault(open.remove(), Set.of())) {
        if (all.add(one)) {
          open.add(one);
        }
      }
    }
    return all;
  }

  /** The order is a value: whoever could write into the old data, or read them, ends before. */
  @Test
  void nothingOfTheOldClusterSpeaksWhenTheFirstNewMemberStarts() throws Exception {
    install();
    Plan plan = plan(THREE, point());
    for (String master : List.of("node-1", "node-2", "node-3")) {
      for (String other : List.of("node-1", "node-2", "node-3")) {
        assertThat(before(plan, "restore-api-off@" + master))
            .contains("restore-sent@" + other, "binaries@" + other)
            .doesNotContain("restore-etcd-off@" + other);
        assertThat(before(plan, "restore-etcd-off@" + master)).contains("restore-api-off@" + other);
        assertThat(before(plan, "restore-data@" + master)).contains("restore-etcd-off@" + other);
        assertThat(before(plan, "etcd@" + master)).contains("restore-data@" + other);
        assertThat(before(plan, "control-plane@" + master))
            .contains("restore-counted@node-1", "etcd-health@" + other);
      }
    }
    for (Host host : THREE.hosts()) {
      assertThat(before(plan, "restore-node@" + host.name()))
          .contains("control-plane@node-1", "control-plane@node-2", "control-plane@node-3");
      assertThat(before(plan, "kubelet@" + host.name())).contains("restore-node@" + host.name());
      assertThat(before(plan, "restore-proved@node-1")).contains("verify@" + host.name());
    }
    assertThat(step(plan, "restore-end@node-2").after()).containsExactly("restore-proved@node-1");
  }

  @Test
  void theSameMachinesComeBackAndKeepWhatTheyHad() throws Exception {
    install();
    List<String> members = fleet.members();
    String old = fleet.machine("node-2").files().get("/var/lib/etcd/member/snap/db");
    assertThat(run(plan(THREE, point()))).isEqualTo(RunResult.DONE);
    assertThat(fleet.members()).isEqualTo(members);
    Map<String, String> files = fleet.machine("node-2").files();
    assertThat(files.get("/var/lib/etcd/member/snap/db")).isNotEqualTo(old);
    assertThat(files)
        .containsEntry("/var/backups/etcd/restore-20261001T000000Z/member/snap/db", old)
        .doesNotContainKey("/var/lib/quorate/restoring");
    for (String unit : List.of("etcd.service", "kube-apiserver.service", "kubelet.service")) {
      assertThat(fleet.machine("node-2").isActive(unit)).as(unit).isTrue();
    }
  }

  @Test
  void wipedMachinesGetTheBackupsKeysAndCertificatesOfTheirOwn() throws Exception {
    install();
    RestorePoint point = point();
    String leaf = fleet.machine("node-3").files().get("/etc/kubernetes/pki/apiserver.crt");
    for (String master : List.of("node-1", "node-2", "node-3")) {
      fleet.putRight(master);
    }
    assertThat(run(plan(THREE, point))).isEqualTo(RunResult.DONE);
    Map<String, String> files = fleet.machine("node-3").files();
    for (String path : SharedSecrets.paths()) {
      assertThat(new Secret(files.get(path))).as(path).isEqualTo(point.keys().get(path));
    }
    assertThat(files.get("/etc/kubernetes/pki/apiserver.crt")).isNotBlank().isNotEqualTo(leaf);
  }

  /** The restored API still has the nodes of the old machines. */
  @Test
  void otherMachinesAreTakenAndTheOldNodesForgotten() throws Exception {
    install();
    RestorePoint point = point();
    for (Host host : THREE.hosts()) {
      fleet.breakDown(host.name());
    }
    for (int masters : List.of(1, 5)) {
      RestoreRehearsalTest trial = new RestoreRehearsalTest();
      List<Host> hosts = OTHERS.subList(0, masters);
      Plan plan = trial.plan(of(hosts), point);
      assertThat(step(plan, "node-gone-node-4@new-1").operations()).hasSize(1);
      assertThat(trial.run(plan)).isEqualTo(RunResult.DONE);
      assertThat(trial.fleet.members()).hasSize(masters).first().asString().contains("10.0.1.11");
      assertThat(trial.fleet.nodes())
          .containsExactlyInAnyOrderElementsOf(hosts.stream().map(Host::name).toList());
    }
  }

  @Test
  void aSecondRunFindsAllDone() throws Exception {
    install();
    Plan plan = plan(THREE, point());
    assertThat(run(plan)).isEqualTo(RunResult.DONE);
    List<RunEvent> heard = Collections.synchronizedList(new ArrayList<>());
    assertThat(run(InstallPlan.of(new Context(THREE, look(THREE), Map.of(), NOW)), heard))
        .isEqualTo(RunResult.DONE);
    assertThat(heard)
        .filteredOn(e -> e instanceof OperationFinished f && f.outcome().name().equals("CHANGED"))
        .isEmpty();
  }

  @Test
  void killedAnywhereItGoesOnToTheSameState() throws Exception {
    RestoreRehearsalTest first = new RestoreRehearsalTest();
    first.install();
    RestorePoint point = first.point();
    first.fleet.putRight("node-1");
    Map<String, Integer> begun = new TreeMap<>();
    for (Host host : THREE.hosts()) {
      begun.put(host.name(), first.faults.begun(host.name()));
    }
    assertThat(first.run(first.plan(THREE, point))).isEqualTo(RunResult.DONE);
    Set<String> wanted = first.fleet.machine("node-2").files().keySet();
    int tried = 0;
    for (String node : List.of("node-1", "node-2", "node-4")) {
      int operations = first.faults.begun(node) - begun.get(node);
      int stride = Boolean.getBoolean("every") ? 1 : 29;
      for (int at = 1; at <= operations; at += stride) {
        RestoreRehearsalTest trial = new RestoreRehearsalTest();
        trial.install();
        RestorePoint own = trial.point();
        trial.fleet.putRight("node-1");
        trial.faults.at(RehearsalFaults.Kind.KILL, node, trial.faults.begun(node) + at);
        assertThat(trial.run(trial.plan(THREE, own)))
            .as(node + " at " + at)
            .isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        assertThat(trial.run(trial.plan(THREE, own)))
            .as(node + " at " + at)
            .isEqualTo(RunResult.DONE);
        assertThat(trial.fleet.machine("node-2").files().keySet()).isEqualTo(wanted);
        assertThat(trial.fleet.members()).isEqualTo(first.fleet.members());
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(6);
  }
}
