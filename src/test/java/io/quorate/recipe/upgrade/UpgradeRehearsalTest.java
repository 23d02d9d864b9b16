package io.quorate.recipe.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Wanted;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFaults.Kind;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FetchAhead;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionRanges;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.recipe.preflight.UpgradeDownloads;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepFinished;
import io.quorate.run.RunEvent.StepResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Newer versions come to simulated clusters; wherever it is cut off, the next run converges. */
class UpgradeRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Versions OLD = Rehearsed.versions("1.35.1", "3.5.33", "2.2.0", "1.3.0");
  private static final Versions NEW = Rehearsed.versions("1.36.4", "3.6.14", "2.3.4", "1.4.3");
  private static final Host SECOND_WORKER = new Host("node-5", "10.0.0.15", Set.of(Role.WORKER));
  private static final Inventory INVENTORY = inventory();
  private static final Map<String, List<String>> ADDRESSES = Rehearsed.addresses(INVENTORY.hosts());
  private static final UpgradePlan.Options USUAL = UpgradePlan.Options.usual();

  @TempDir static Path folder;
  private static Path installed;

  private final RehearsalFaults faults = RehearsalFaults.none();
  private final RehearsalFleet fleet;

  UpgradeRehearsalTest() {
    fleet = Rehearsed.fleet(ADDRESSES, faults, folder, installed);
  }

  /** Calico's manifest has no published checksum, so the test goes without. */
  private static Inventory inventory() {
    Inventory i = Fixtures.inventory();
    List<Host> hosts = new ArrayList<>(i.hosts());
    hosts.add(SECOND_WORKER);
    return i.withHosts(hosts).withVersions(OLD).withNetwork(Fixtures.network(Inventory.Cni.ROUTED));
  }

  @BeforeAll
  static void installOnce() throws Exception {
    UpgradeRehearsalTest first = new UpgradeRehearsalTest();
    ClusterFacts facts = first.look();
    Plan plan = InstallPlan.of(new Context(INVENTORY, facts, Map.of(), NOW));
    assertThat(first.run(plan, new ArrayList<>())).isEqualTo(RunResult.DONE);
    installed = folder;
  }

  private ClusterFacts look() throws Exception {
    try (Fleet connected = Fleet.connect(List.copyOf(ADDRESSES.keySet()), fleet)) {
      return connected.probe(LiveProbe.looks(INVENTORY));
    }
  }

  private Plan plan(Versions wanted, UpgradePlan.Options options) throws Exception {
    ClusterFacts facts = look();
    UpgradePath path =
        UpgradePath.of(
            VersionRanges.of(INVENTORY, VersionMatrix.of(INVENTORY, facts)),
            new Wanted(wanted, Map.of(), false),
            Catalogue.load());
    return UpgradePlan.of(new Context(INVENTORY, facts, Map.of(), NOW), path, options);
  }

  /** The next counts on each: a failed drain or proof stops what would follow. */
  @Test
  void noStepOfTheWayCanBeLeftOut() throws Exception {
    Set<String> needed = new TreeSet<>();
    for (Step step : plan(NEW, USUAL).steps()) {
      boolean closing = step.phase() == Phase.VERIFY || StepKind.CLUSTER_RECORD.names(step);
      assertThat(step.ifStopped().isEmpty()).as(step.id()).isEqualTo(closing);
      needed.add(step.ifStopped());
    }
    assertThat(needed).hasSizeGreaterThan(5);
  }

  private static List<Step> imagesOf(Plan plan) {
    return plan.steps().stream().filter(StepKind.UPGRADE_IMAGES::names).toList();
  }

  /** What would be pulled with a node's programs stopped is there before, or the run has ended. */
  @Test
  void imagesThatChangeAreBroughtBeforeAnythingStops() throws Exception {
    Versions wanted =
        new Versions(
            NEW.kubernetes(),
            NEW.etcd(),
            NEW.runtime(),
            NEW.containerd(),
            NEW.runc(),
            NEW.docker(),
            NEW.criDockerd(),
            NEW.cniPlugins(),
            NEW.calico(),
            NEW.coredns(),
            "registry.example/pause:9");
    Plan whole = plan(wanted, USUAL);
    assertThat(imagesOf(whole)).hasSize(INVENTORY.hosts().size());
    assertThat(imagesOf(whole).getFirst().operations().getLast())
        .isInstanceOfSatisfying(
            Script.class,
            s -> assertThat(s.environment()).containsEntry("IMAGES", "registry.example/pause:9"));
    Set<String> brought = imagesOf(whole).stream().map(Step::id).collect(Collectors.toSet());
    assertThat(whole.steps().stream().filter(StepKind.UPGRADE_KEPT::names))
        .hasSize(INVENTORY.hosts().size())
        .allSatisfy(kept -> assertThat(kept.after()).containsAll(brought));
    Plan staged = plan(wanted, new UpgradePlan.Options(1, Duration.ofMinutes(5), false, true));
    assertThat(imagesOf(staged)).hasSize(INVENTORY.hosts().size());
    assertThat(run(staged, new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(imagesOf(plan(NEW, USUAL))).isEmpty();
  }

  @Test
  void whateverIsDownloadedWasAskedForBefore() throws Exception {
    ClusterFacts facts = look();
    UpgradePath path =
        UpgradePath.of(
            VersionRanges.of(INVENTORY, VersionMatrix.of(INVENTORY, facts)),
            new Wanted(NEW, Map.of(), false),
            Catalogue.load());
    Context context = new Context(INVENTORY, facts, Map.of(), NOW);
    Set<Fetch> asked =
        UpgradeDownloads.of(context, path).files().values().stream()
            .flatMap(List::stream)
            .collect(Collectors.toSet());
    Set<Fetch> downloaded =
        UpgradePlan.of(context, path, USUAL).steps().stream()
            .flatMap(s -> s.operations().stream())
            .filter(FetchAhead.class::isInstance)
            .map(o -> ((FetchAhead) o).fetch())
            .collect(Collectors.toSet());
    assertThat(downloaded).hasSizeGreaterThan(10).isEqualTo(asked);
  }

  private RunResult upgrade(List<RunEvent> events) throws Exception {
    return run(plan(NEW, USUAL), events);
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

  private static final Set<StepResult> ENDED_WELL =
      Set.of(StepResult.UNCHANGED, StepResult.CHANGED, StepResult.WARNED);

  /** Steps that came to their end well, those of the roll alone. */
  private static List<String> done(List<RunEvent> events) {
    return events.stream()
        .filter(e -> e instanceof StepFinished f && ENDED_WELL.contains(f.result()))
        .map(e -> ((StepFinished) e).step())
        .filter(id -> id.matches("upgrade-(start|etcd|control|drain|node|back|add).*"))
        .toList();
  }

  /** How many operations a machine had begun when this one of the step came, counted from 1. */
  private static int operation(List<RunEvent> events, String node, String step) {
    int count = 0;
    for (RunEvent event : events) {
      if (event instanceof OperationFinished f && f.node().equals(node)) {
        count++;
        if (f.step().equals(step)) {
          return count;
        }
      }
    }
    throw new IllegalArgumentException(step + " has no operation");
  }

  private static int lastOperation(List<RunEvent> events, String node, String step) {
    int count = 0;
    int last = 0;
    for (RunEvent event : events) {
      if (event instanceof OperationFinished f && f.node().equals(node)) {
        count++;
        last = f.step().equals(step) ? count : last;
      }
    }
    return last;
  }

  private String machines() throws Exception {
    return Rehearsed.machines(fleet, ADDRESSES.keySet());
  }

  private void assertNew() {
    Map<String, String> wanted = new TreeMap<>(Map.of("kubelet", "1.36.4", "kube-proxy", "1.36.4"));
    wanted.put("containerd", "2.3.4");
    for (Host host : INVENTORY.hosts()) {
      Map<String, String> programs = new TreeMap<>(wanted);
      if (host.isMaster()) {
        programs.put("etcd", "3.6.14");
        for (String name : List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
          programs.put(name, "1.36.4");
        }
      }
      programs.forEach(
          (name, version) ->
              assertThat(fleet.machine(host.name()).running(name))
                  .as(name + " of " + host.name())
                  .isEqualTo(version));
    }
    assertThat(fleet.cordoned()).isEmpty();
  }

  @Test
  void membersThenMastersThenNodesAreBroughtFurther() throws Exception {
    fleet.lead("node-1");
    List<RunEvent> events = new ArrayList<>();
    assertThat(upgrade(events)).isEqualTo(RunResult.DONE);
    assertThat(done(events))
        .containsExactly(
            "upgrade-etcd-3.6.14@node-2",
            "upgrade-etcd-3.6.14@node-3",
            "upgrade-etcd-3.6.14@node-1",
            "upgrade-control-plane-1.35.9@node-1",
            "upgrade-control-plane-1.35.9@node-2",
            "upgrade-control-plane-1.35.9@node-3",
            "upgrade-control-plane-1.36.4@node-1",
            "upgrade-control-plane-1.36.4@node-2",
            "upgrade-control-plane-1.36.4@node-3",
            "upgrade-drain-node-1-1.36.4-containerd-2.3.4@node-1",
            "upgrade-node-1.36.4-containerd-2.3.4@node-1",
            "upgrade-back-node-1-1.36.4-containerd-2.3.4@node-1",
            "upgrade-drain-node-2-1.36.4-containerd-2.3.4@node-1",
            "upgrade-node-1.36.4-containerd-2.3.4@node-2",
            "upgrade-back-node-2-1.36.4-containerd-2.3.4@node-1",
            "upgrade-drain-node-3-1.36.4-containerd-2.3.4@node-1",
            "upgrade-node-1.36.4-containerd-2.3.4@node-3",
            "upgrade-back-node-3-1.36.4-containerd-2.3.4@node-1",
            "upgrade-drain-node-4-1.36.4-containerd-2.3.4@node-1",
            "upgrade-node-1.36.4-containerd-2.3.4@node-4",
            "upgrade-back-node-4-1.36.4-containerd-2.3.4@node-1",
            "upgrade-drain-node-5-1.36.4-containerd-2.3.4@node-1",
            "upgrade-node-1.36.4-containerd-2.3.4@node-5",
            "upgrade-back-node-5-1.36.4-containerd-2.3.4@node-1");
    assertNew();
    // Leadership was handed over once, to a member that was new already.
    assertThat(fleet.leader()).isEqualTo("node-2");
    assertThat(fleet.machine("node-1").file("/var/lib/quorate/cluster.yaml")).contains("1.36.4");
  }

  /** Saying it again is no way around the proof that failed, nor around what waits for it. */
  @Test
  void whoHasNotProvedItsVersionsProvesThemBeforeOthersAreTouched() throws Exception {
    fleet.lead("node-1");
    List<RunEvent> all = new ArrayList<>();
    assertThat(upgrade(all)).isEqualTo(RunResult.DONE);
    String canary = "upgrade-node-1.36.4-containerd-2.3.4@node-4";
    UpgradeRehearsalTest trial = new UpgradeRehearsalTest();
    trial.fleet.lead("node-1");
    trial.faults.at(Kind.FAIL, "node-4", lastOperation(all, "node-4", canary));
    assertThat(trial.upgrade(new ArrayList<>())).isEqualTo(RunResult.FAILED);
    assertThat(trial.fleet.cordoned()).containsExactly("node-4");
    Map<String, Step> again = new LinkedHashMap<>();
    trial.plan(NEW, USUAL).steps().forEach(s -> again.put(s.id(), s));
    String hold = "upgrade-hold-node-4-1.36.4-containerd-2.3.4@node-1";
    assertThat(again).containsKeys(canary, "upgrade-back-node-4@node-1", hold);
    assertThat(again.get("upgrade-back-node-4@node-1").after()).containsExactly(canary);
    assertThat(again.get("upgrade-drain-node-5-1.36.4-containerd-2.3.4@node-1").after())
        .containsExactly(hold);
    assertThat(trial.upgrade(new ArrayList<>())).isEqualTo(RunResult.DONE);
    trial.assertNew();
  }

  /** A worker that fails holds the others up no longer than its person wants. */
  @Test
  void aWorkerThatIsLeftStaysAsItIs() throws Exception {
    Plan without = plan(NEW, USUAL.leaving(Set.of("node-4")));
    assertThat(without.steps()).noneMatch(s -> s.node().equals("node-4"));
    assertThat(run(without, new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.machine("node-4").running("kubelet")).isEqualTo(OLD.kubernetes());
    assertThat(fleet.machine("node-5").running("kubelet")).isEqualTo(NEW.kubernetes());
    assertThat(fleet.machine("node-1").running("etcd")).isEqualTo(NEW.etcd());
    assertThat(upgrade(new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertNew();
  }

  @Test
  void aSecondRunChangesNothing() throws Exception {
    assertThat(upgrade(new ArrayList<>())).isEqualTo(RunResult.DONE);
    String machines = machines();
    List<RunEvent> again = new ArrayList<>();
    assertThat(upgrade(again)).isEqualTo(RunResult.DONE);
    assertThat(changed(again)).isEmpty();
    assertThat(done(again)).isEmpty();
    assertThat(machines()).isEqualTo(machines);
  }

  @Test
  void whatIsStagedChangesNothing() throws Exception {
    Plan staged = plan(NEW, new UpgradePlan.Options(1, UpgradePlan.USUAL_DRAIN, false, true));
    String before = withoutCache();
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(staged, events)).isEqualTo(RunResult.DONE);
    assertThat(withoutCache()).isEqualTo(before);
    List<RunEvent> upgrade = new ArrayList<>();
    assertThat(upgrade(upgrade)).isEqualTo(RunResult.DONE);
    assertThat(changed(upgrade)).noneMatch(c -> c.startsWith(StepKind.DOWNLOADS.on("")));
    assertNew();
  }

  private String withoutCache() throws Exception {
    return machines().replaceAll("(?m)^.*\"ahead/.*\n", "");
  }

  /** Wherever the run dies: the next one ends with the same machines as one that is not cut off. */
  @Test
  void aRunThatIsKilledConverges() throws Exception {
    List<RunEvent> undisturbed = new ArrayList<>();
    assertThat(upgrade(undisturbed)).isEqualTo(RunResult.DONE);
    String machines = machines();
    List<String> bad = new ArrayList<>();
    for (String name : ADDRESSES.keySet()) {
      for (int at = 1; at <= faults.begun(name); at++) {
        UpgradeRehearsalTest trial = new UpgradeRehearsalTest();
        trial.faults.at(Kind.KILL, name, at);
        List<RunEvent> cut = new ArrayList<>();
        assertThat(trial.run(trial.plan(NEW, USUAL), cut)).isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        String as = name + " " + at;
        List<RunEvent> events = new ArrayList<>();
        RunResult result = trial.upgrade(events);
        if (result != RunResult.DONE || !trial.machines().equals(machines)) {
          bad.add(as + " " + result + " " + last(cut));
        }
      }
    }
    assertThat(bad).isEmpty();
  }

  private static String last(List<RunEvent> events) {
    return events.stream()
        .filter(OperationFinished.class::isInstance)
        .map(e -> ((OperationFinished) e).step() + " " + ((OperationFinished) e).operation())
        .reduce("", (a, b) -> b);
  }

  /** Each kind of step: what comes after it does not begin. */
  @Test
  void aFailureStopsEverythingBehindIt() throws Exception {
    fleet.lead("node-1");
    List<RunEvent> all = new ArrayList<>();
    assertThat(upgrade(all)).isEqualTo(RunResult.DONE);
    List<String> order = done(all);
    for (String step : order) {
      String node = step.substring(step.indexOf('@') + 1);
      UpgradeRehearsalTest trial = new UpgradeRehearsalTest();
      trial.fleet.lead("node-1");
      trial.faults.at(Kind.FAIL, node, operation(all, node, step));
      List<RunEvent> events = new ArrayList<>();
      assertThat(trial.upgrade(events)).as(step).isEqualTo(RunResult.FAILED);
      assertThat(done(events)).as(step).isEqualTo(order.subList(0, order.indexOf(step)));
      assertThat(trial.upgrade(new ArrayList<>())).as(step).isEqualTo(RunResult.DONE);
      trial.assertNew();
    }
  }

  @Test
  void whoWasCordonedByItsOwnerStaysCordoned() throws Exception {
    fleet.cordon("node-2");
    fleet.cordon("node-5");
    assertThat(upgrade(new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.cordoned()).containsExactly("node-2", "node-5");
    assertThat(upgrade(new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.cordoned()).containsExactly("node-2", "node-5");
  }

  /** Somebody left a step of the order out: the nodes refuse what real ones would not survive. */
  @Test
  void machinesRefuseWhatIsOutOfOrder() throws Exception {
    assertThat(failure(only("upgrade-node-1.36.4-containerd-2.3.4@node-4")))
        .contains("kubelet 1.36.4 is newer than the API server of node-1, 1.35.1");
    Versions two = Rehearsed.versions("1.37.1", "3.7.2", "2.3.4", "1.4.3");
    assertThat(failure(only(two, "upgrade-control-plane-1.37.1@node-2")))
        .contains("more than one minor version from the API server of node-1, 1.35.1");
    assertThat(failure(only(two, "upgrade-etcd-3.7.2@node-2")))
        .contains("etcd 3.7.2 is more than one minor version above the member of node-1, 3.5.33");
  }

  private Plan only(String id) throws Exception {
    return only(NEW, id);
  }

  private Plan only(Versions wanted, String id) throws Exception {
    Step step =
        plan(wanted, USUAL).steps().stream()
            .filter(s -> s.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no step " + id));
    return new Plan(List.of(step.waitingFor(Set.of())));
  }

  private String failure(Plan plan) throws Exception {
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(plan, events)).isEqualTo(RunResult.FAILED);
    return events.stream()
        .filter(e -> e instanceof StepFinished f && f.failure() != null)
        .map(e -> ((StepFinished) e).failure().toString())
        .collect(Collectors.joining());
  }
}
