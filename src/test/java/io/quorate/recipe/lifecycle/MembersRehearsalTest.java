package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.ClusterChange;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.platform.AssetScript;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionsRefused;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepFinished;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes join and leave simulated clusters; wherever it is cut off, the next run converges. */
class MembersRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Host FIFTH =
      new Host("node-5", "10.0.0.15", Set.of(Role.MASTER, Role.WORKER));
  private static final Host SIXTH = new Host("node-6", "10.0.0.16", Set.of(Role.MASTER));
  private static final Host SEVENTH = new Host("node-7", "10.0.0.17", Set.of(Role.WORKER));
  private static final Inventory THREE = routed(Fixtures.inventory());
  private static final Map<String, List<String>> ADDRESSES =
      Rehearsed.addresses(and(FIFTH, SIXTH, SEVENTH).hosts());

  @TempDir static Path folder;
  private static Path installed;

  private final RehearsalFaults faults = RehearsalFaults.none();
  private final RehearsalFleet fleet;

  MembersRehearsalTest() {
    fleet = Rehearsed.fleet(ADDRESSES, faults, folder, installed);
  }

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

  private static Inventory and(Host... more) {
    List<Host> hosts = new ArrayList<>(THREE.hosts());
    Collections.addAll(hosts, more);
    return THREE.withHosts(hosts);
  }

  @BeforeAll
  static void installOnce() throws Exception {
    MembersRehearsalTest first = new MembersRehearsalTest();
    assertThat(first.run(THREE, InstallPlan::of, new ArrayList<>())).isEqualTo(RunResult.DONE);
    installed = folder;
  }

  private Context look(Inventory inventory) throws Exception {
    List<String> names = inventory.hosts().stream().map(Host::name).toList();
    try (Fleet connected = Fleet.connect(names, fleet)) {
      ClusterFacts facts = connected.probe(RemoveNodePlan.requests(inventory));
      return new Context(inventory, facts, Map.of(), NOW);
    }
  }

  private RunResult run(Inventory inventory, Function<Context, Plan> recipe, List<RunEvent> events)
      throws Exception {
    return run(recipe.apply(look(inventory)), events);
  }

  private RunResult run(Plan plan, List<RunEvent> events) throws Exception {
    return Rehearsed.run(plan, fleet, events);
  }

  private static Plan add(Context context) {
    return AddNodesPlan.of(context, Set.of());
  }

  private static Function<Context, Plan> remove(String... names) {
    return context ->
        RemoveNodePlan.of(
            context,
            List.of(names),
            new RemoveNodePlan.Options(false, Duration.ofSeconds(60), false));
  }

  private static Map<String, Set<String>> changed(List<RunEvent> events) {
    Map<String, Set<String>> changed = new TreeMap<>();
    for (RunEvent event : events) {
      if (event instanceof OperationFinished f && f.outcome() == Outcome.CHANGED) {
        changed.computeIfAbsent(f.node(), n -> new TreeSet<>()).add(f.step().split("@")[0]);
      }
    }
    return changed;
  }

  private static List<String> finished(List<RunEvent> events) {
    return events.stream()
        .filter(StepFinished.class::isInstance)
        .map(e -> ((StepFinished) e).step())
        .toList();
  }

  private String machines() {
    return ADDRESSES.keySet().stream()
        .map(n -> n + " " + new TreeMap<>(withoutSecrets(n)))
        .collect(Collectors.joining("\n"));
  }

  /** Certificates made anew differ; everything else does not. */
  private Map<String, String> withoutSecrets(String name) {
    Map<String, String> files = new TreeMap<>(fleet.machine(name).files());
    files
        .keySet()
        .removeIf(p -> p.contains("/pki/") || p.endsWith("/config") || p.contains("/snap/"));
    // A manifest grows in the order in which steps came to run, which is not always the same.
    files.computeIfPresent(
        "/var/lib/quorate/manifest",
        (path, text) -> text.lines().sorted().collect(Collectors.joining("\n")));
    return files;
  }

  @Test
  void aWorkerJoinsAndTheOthersChangeOnlyWhatTheyMust() throws Exception {
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(and(SEVENTH), MembersRehearsalTest::add, events)).isEqualTo(RunResult.DONE);
    Map<String, Set<String>> changed = changed(events);
    for (String name : List.of("node-1", "node-2", "node-3", "node-4")) {
      Set<String> own = new TreeSet<>(changed.getOrDefault(name, Set.of()));
      // The lead gives the newcomer its role, and tries pods.
      own.removeAll(Set.of("labels", "verify"));
      assertThat(own).as(name).isSubsetOf("peer-addresses", "firewall", "routes", "cluster-record");
    }
    assertThat(changed.get("node-7")).contains("kubelet", "api-proxy", "firewall");
    assertThat(fleet.members()).hasSize(3);
    List<RunEvent> again = new ArrayList<>();
    assertThat(run(and(SEVENTH), MembersRehearsalTest::add, again)).isEqualTo(RunResult.DONE);
    assertThat(changed(again)).isEmpty();
    List<RunEvent> install = new ArrayList<>();
    assertThat(run(and(SEVENTH), InstallPlan::of, install)).isEqualTo(RunResult.DONE);
    assertThat(changed(install).getOrDefault("node-1", Set.of())).doesNotContain("etcd");
  }

  @Test
  void threeMastersBecomeFiveOneAfterTheOther() throws Exception {
    Plan plan = add(look(and(FIFTH, SIXTH)));
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(plan, events)).isEqualTo(RunResult.DONE);
    assertThat(fleet.members())
        .containsExactly(
            "node-1 https://10.0.0.11:2380",
            "node-2 https://10.0.0.12:2380",
            "node-3 https://10.0.0.13:2380",
            "node-5 https://10.0.0.15:2380",
            "node-6 https://10.0.0.16:2380");
    assertThat(finished(events))
        .containsSubsequence(
            "etcd-learner-node-5@node-1",
            "etcd@node-5",
            "etcd-health@node-5",
            "control-plane@node-5",
            "etcd-learner-node-6@node-1",
            "etcd@node-6",
            "etcd-health@node-6",
            "control-plane@node-6");
    // No other member and no control plane has a step at all.
    assertThat(plan.steps().stream().map(Step::id))
        .doesNotContain("etcd@node-1", "control-plane@node-1", "kubelet@node-1");
    List<RunEvent> install = new ArrayList<>();
    assertThat(run(and(FIFTH, SIXTH), InstallPlan::of, install)).isEqualTo(RunResult.DONE);
    assertThat(changed(install).values().stream().flatMap(Set::stream))
        .doesNotContain("etcd", "control-plane", "etcd-health", "common", "kubelet");
  }

  @Test
  void aWorkerBecomesAMasterAndBack() throws Exception {
    Host both =
        new Host(
            "node-4",
            "192.0.2.14",
            "10.0.0.14",
            Set.of(Role.MASTER, Role.WORKER),
            null,
            null,
            null);
    List<Host> hosts = new ArrayList<>(THREE.hosts().subList(0, 3));
    hosts.add(both);
    Inventory four = THREE.withHosts(hosts);
    assertThat(run(four, MembersRehearsalTest::add, new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.members()).hasSize(4);
    assertThat(fleet.machine("node-4").isActive("kube-apiserver.service")).isTrue();
    assertThat(fleet.machine("node-4").isActive("kube-api-proxy.service")).isFalse();
    assertThat(run(THREE, MembersRehearsalTest::add, new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.members()).hasSize(3);
    assertThat(fleet.machine("node-4").isActive("kube-apiserver.service")).isFalse();
    assertThat(fleet.machine("node-4").isActive("etcd.service")).isFalse();
    assertThat(fleet.machine("node-4").isActive("kube-api-proxy.service")).isTrue();
    assertThat(fleet.machine("node-4").file("/etc/kubernetes/pki/ca.key")).isNull();
    List<RunEvent> install = new ArrayList<>();
    assertThat(run(THREE, InstallPlan::of, install)).isEqualTo(RunResult.DONE);
    assertThat(changed(install).values().stream().flatMap(Set::stream))
        .doesNotContain("etcd", "control-plane", "etcd-health", "common", "kubelet");
  }

  @Test
  void theFirstMasterDiesLeavesAndComesBack() throws Exception {
    fleet.breakDown("node-1");
    assertThat(run(THREE, remove("node-1"), new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.members())
        .containsExactly("node-2 https://10.0.0.12:2380", "node-3 https://10.0.0.13:2380");
    assertThat(fleet.machine("node-4").file("/etc/kube-api-proxy/nginx.conf"))
        .doesNotContain("10.0.0.11");
    assertThat(fleet.machine("node-3").file("/etc/hosts")).doesNotContain("node-1 ");
    fleet.putRight("node-1");
    assertThat(run(THREE, MembersRehearsalTest::add, new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.members()).hasSize(3).contains("node-1 https://10.0.0.11:2380");
    List<RunEvent> install = new ArrayList<>();
    assertThat(run(THREE, InstallPlan::of, install)).isEqualTo(RunResult.DONE);
    assertThat(changed(install).values().stream().flatMap(Set::stream))
        .doesNotContain("etcd", "control-plane", "etcd-health", "common", "kubelet");
  }

  /** Somebody has deleted the node by kubectl, and etcd's member is still there. */
  @Test
  void aMemberLeavesWhoseNodeObjectIsGone() throws Exception {
    fleet.breakDown("node-1");
    Step deletion =
        new Step(
            "deletion",
            "node-2",
            Phase.NODES,
            "By hand",
            List.of(
                AssetScript.of("no node", "kubernetes/node-delete", Map.of("NODE_DELETE", "node-1"))
                    .changing(new ClusterChange.DeleteNode("node-1"))),
            Set.of(),
            Duration.ofMinutes(1));
    assertThat(run(new Plan(List.of(deletion)), new ArrayList<>())).isEqualTo(RunResult.DONE);
    LiveNode seen = LiveCluster.of(THREE, look(THREE).facts()).node("node-1").orElseThrow();
    assertThat(seen.words(NOW))
        .containsExactly("SSH does not answer", "etcd member does not answer", "no node object");
    assertThat(run(THREE, remove("node-1"), new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.members()).hasSize(2);
  }

  /** Somebody has taken the node out of the file, and out of nothing else. */
  @Test
  void aMemberLeavesThatTheInventoryHasNotAnyMore() throws Exception {
    Inventory without =
        THREE.withHosts(THREE.hosts().stream().filter(h -> !h.name().equals("node-3")).toList());
    assertThat(run(without, remove("node-3"), new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(fleet.members())
        .containsExactly("node-1 https://10.0.0.11:2380", "node-2 https://10.0.0.12:2380");
    assertThat(fleet.machine("node-2").file("/etc/hosts")).doesNotContain("node-3 ");
  }

  /** Its kubelet ran while the others removed it: it registers anew only when it starts. */
  @Test
  void whoWasOnlyCutOffJoinsAgain() throws Exception {
    fleet.breakDown("node-4");
    assertThat(run(THREE, remove("node-4"), new ArrayList<>())).isEqualTo(RunResult.DONE);
    fleet.bringBack("node-4");
    assertThat(run(THREE, MembersRehearsalTest::add, new ArrayList<>())).isEqualTo(RunResult.DONE);
    fleet.breakDown("node-1");
    assertThat(run(THREE, remove("node-1"), new ArrayList<>())).isEqualTo(RunResult.DONE);
    fleet.bringBack("node-1");
    assertThat(fleet.members()).hasSize(2);
    assertThat(run(THREE, c -> AddNodesPlan.of(c, Set.of("node-1")), new ArrayList<>()))
        .isEqualTo(RunResult.DONE);
    assertThat(fleet.members()).hasSize(3).contains("node-1 https://10.0.0.11:2380");
    assertThat(look(THREE).facts().nodes().get("node-2").view().nodes()).hasSize(4);
  }

  @Test
  void whatWouldDoHarmIsRefused() throws Exception {
    fleet.breakDown("node-3");
    assertThatThrownBy(() -> remove("node-2").apply(look(THREE)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("1 of 3 voting members is down")
        .hasMessageContaining("only 1 is alive");
    assertThatThrownBy(() -> add(look(and(FIFTH))))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-3 does not answer")
        .hasMessageContaining("quorate remove");
    fleet.breakDown("node-2");
    assertThatThrownBy(() -> remove("node-3").apply(look(THREE)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("quorate rescue");
  }

  @Test
  void installLetsNoMasterJoin() {
    assertThatThrownBy(() -> InstallPlan.of(look(and(FIFTH, SIXTH))))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining(
            "node-5, node-6 are masters of the inventory but no members of the etcd cluster that"
                + " exists: that has 3, of which 2 have to agree; of 5 masters 3 would have to, and"
                + " only 3 have its data.")
        .hasMessageContaining("quorate add");
  }

  @Test
  void oldDataIsWipedOnlyWhereThatWasSaid() throws Exception {
    assertThat(run(THREE, remove("node-3"), new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThatThrownBy(() -> add(look(THREE)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("--wipe node-3");
    assertThat(run(THREE, c -> AddNodesPlan.of(c, Set.of("node-3")), new ArrayList<>()))
        .isEqualTo(RunResult.DONE);
    assertThat(fleet.members()).hasSize(3);
  }

  /** What there is before the run that is killed. */
  private interface Before {
    void happens(MembersRehearsalTest trial) throws Exception;
  }

  /** A run dies at each operation of each node, and the next one converges; how often it died. */
  private static int killedEverywhere(
      Before before, Inventory inventory, Function<Context, Plan> recipe) throws Exception {
    MembersRehearsalTest whole = new MembersRehearsalTest();
    before.happens(whole);
    Map<String, Integer> begun = whole.operations();
    assertThat(whole.run(inventory, recipe, new ArrayList<>())).isEqualTo(RunResult.DONE);
    int trials = 0;
    for (var node : whole.operations().entrySet()) {
      for (int at = begun.get(node.getKey()) + 1; at <= node.getValue(); at++) {
        String where = node.getKey() + " " + at;
        MembersRehearsalTest trial = new MembersRehearsalTest();
        before.happens(trial);
        trial.faults.at(RehearsalFaults.Kind.KILL, node.getKey(), at);
        RunResult cut = trial.run(inventory, recipe, new ArrayList<>());
        assertThat(cut).as(where).isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        assertThat(trial.run(inventory, recipe, new ArrayList<>()))
            .as(where)
            .isEqualTo(RunResult.DONE);
        assertThat(trial.fleet.members()).as(where).isEqualTo(whole.fleet.members());
        assertThat(trial.machines()).as(where).isEqualTo(whole.machines());
        trials++;
      }
    }
    return trials;
  }

  private Map<String, Integer> operations() {
    Map<String, Integer> operations = new TreeMap<>();
    ADDRESSES.keySet().forEach(n -> operations.put(n, faults.begun(n)));
    return operations;
  }

  @Test
  void anAdditionThatIsKilledConverges() throws Exception {
    assertThat(killedEverywhere(trial -> {}, and(FIFTH, SIXTH), MembersRehearsalTest::add))
        .isGreaterThan(300);
  }

  @Test
  void aRemovalThatIsKilledConverges() throws Exception {
    assertThat(killedEverywhere(trial -> {}, THREE, remove("node-1"))).isGreaterThan(30);
  }

  @Test
  void aDeadMastersRemovalThatIsKilledConverges() throws Exception {
    assertThat(killedEverywhere(trial -> trial.fleet.breakDown("node-1"), THREE, remove("node-1")))
        .isGreaterThan(20);
  }

  @Test
  void aWipedReturnThatIsKilledConverges() throws Exception {
    Before removed =
        trial -> {
          trial.fleet.breakDown("node-1");
          assertThat(trial.run(THREE, remove("node-1"), new ArrayList<>()))
              .isEqualTo(RunResult.DONE);
          trial.fleet.bringBack("node-1");
        };
    assertThat(killedEverywhere(removed, THREE, c -> AddNodesPlan.of(c, Set.of("node-1"))))
        .isGreaterThan(30);
  }

  private static Inventory wanting(Inventory inventory, String kubernetes, String runc) {
    Inventory.Versions v = inventory.versions();
    return inventory.withVersions(Rehearsed.versions(kubernetes, v.etcd(), v.containerd(), runc));
  }

  @Test
  void whoJoinsGetsTheVersionsThatRun() throws Exception {
    Inventory newer = wanting(and(SEVENTH), THREE.versions().kubernetes(), "1.5.0");
    Context context = look(newer);
    assertThat(AddNodesPlan.words(context, Set.of()))
        .contains("Nodes that join get what runs, runc_version 1.4.3; the inventory says 1.5.0.");
    assertThat(run(add(context), new ArrayList<>())).isEqualTo(RunResult.DONE);
    ClusterFacts found = look(newer).facts();
    assertThat(VersionMatrix.of(newer, found).inUse(VersionMatrix.Program.RUNC))
        .hasEntrySatisfying(
            io.quorate.inventory.release.Version.parse("1.4.3"),
            nodes -> assertThat(nodes).contains("node-1", "node-7"))
        .hasSize(1);
  }

  @Test
  void noJourneyOfMembersTakesAnotherVersionAlong() throws Exception {
    Context joining = look(wanting(and(SEVENTH), "1.37.1", "1.4.3"));
    assertThatThrownBy(() -> add(joining)).isInstanceOf(VersionsRefused.class);
    Context leaving = look(wanting(THREE, "1.37.1", "1.4.3"));
    RemoveNodePlan.Options how = new RemoveNodePlan.Options(false, Duration.ofSeconds(60), false);
    assertThatThrownBy(() -> RemoveNodePlan.of(leaving, List.of("node-3"), how))
        .isInstanceOf(VersionsRefused.class);
    assertThat(RemoveNodePlan.of(look(THREE), List.of("node-3"), how).steps()).isNotEmpty();
  }
}
