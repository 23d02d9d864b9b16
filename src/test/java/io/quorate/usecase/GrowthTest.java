package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.Journal;
import io.quorate.engine.JournalReader;
import io.quorate.engine.RunFolder;
import io.quorate.engine.Runs;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Wanted;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Setting;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.Context;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionRanges;
import io.quorate.recipe.lifecycle.AddNodesPlan;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.recipe.lifecycle.InstallProbe;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.recipe.lifecycle.RemoveNodePlan;
import io.quorate.recipe.preflight.Preflight;
import io.quorate.recipe.upgrade.UpgradePlan;
import io.quorate.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What grows with a cluster grows with its nodes, not with their square. */
class GrowthTest {

  private static final int FEW = 50;
  private static final int MANY = 200;

  /** Four times the nodes may cost this much more for each. */
  private static final double STRAIGHT = 1.1;

  @TempDir static Path root;

  private static final Map<Integer, Installed> INSTALLED = new LinkedHashMap<>();

  /** A cluster after its install. */
  private record Installed(Plan plan, RehearsalFleet machines, Path journal) {}

  private static Inventory inventory(int nodes, String network) {
    List<Host> hosts = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      Set<Role> roles = i <= 3 ? Set.of(Role.MASTER, Role.WORKER) : Set.of(Role.WORKER);
      hosts.add(new Host("node-" + i, "192.0.2." + i, roles));
    }
    Inventory made =
        InventoryLoader.answers(
                Map.of(
                    Setting.CNI.key(),
                    network,
                    Setting.CLUSTER_CIDR.key(),
                    "10.64.0.0/12",
                    Setting.KUBERNETES_VERSION.key(),
                    "1.35.4",
                    Setting.ETCD_INITIAL_TOKEN.key(),
                    "not-a-secret-of-anything"),
                hosts,
                Occasion.FIRST_INSTALL,
                LocalDate.of(2026, 10, 1))
            .inventory();
    assertThat(made).isNotNull();
    return ArchiveSums.simulated(made);
  }

  private static RehearsalFleet machines(int nodes) {
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    for (int i = 1; i <= nodes + 1; i++) {
      addresses.put("node-" + i, List.of("192.0.2." + i));
    }
    return RehearsalFleet.swift(addresses, RehearsalFaults.none());
  }

  @BeforeAll
  static void install() throws Exception {
    for (int nodes : List.of(FEW, MANY)) {
      RehearsalFleet machines = machines(nodes);
      RunFolder folder =
          new Runs(root.resolve("runs")).create("install", "c", true, "me", "all: {}\n");
      try (Journal journal = new Journal(folder)) {
        Plan plan = RehearsedCluster.install(inventory(nodes, "routed"), machines, journal);
        INSTALLED.put(nodes, new Installed(plan, machines, folder.events()));
      }
    }
  }

  private static Installed installed(int nodes) {
    return INSTALLED.getOrDefault(nodes, new Installed(new Plan(List.of()), machines(1), root));
  }

  private static Context look(
      Inventory inventory, RehearsalFleet machines, Map<String, ProbeRequest> requests)
      throws InterruptedException {
    List<String> names = inventory.hosts().stream().map(Host::name).toList();
    try (Fleet fleet = Fleet.connect(names, machines)) {
      ClusterFacts facts = fleet.probe(requests);
      return new Context(inventory, facts, Map.of(), Instant.now());
    }
  }

  /** Who waits for whom, counted. */
  private static double edges(Plan plan) {
    return plan.steps().stream().mapToInt(s -> s.after().size()).sum()
        + plan.gates().stream().mapToInt(g -> g.after().size()).sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"routed", "calico"})
  void anInstallsEdgesGrowWithTheNodes(String network) throws Exception {
    double[] each = new double[2];
    for (int i = 0; i < 2; i++) {
      int nodes = i == 0 ? FEW : MANY;
      Inventory inventory = inventory(nodes, network);
      Map<String, ProbeRequest> requests = InstallProbe.requests(inventory);
      each[i] = edges(InstallPlan.of(look(inventory, machines(nodes), requests))) / nodes;
    }
    assertThat(each[1]).isLessThanOrEqualTo(STRAIGHT * each[0]);
  }

  @Test
  void whatANodeThatJoinsOrLeavesMeansForTheOthersGrowsWithThem() throws Exception {
    double[] joins = new double[2];
    double[] leaves = new double[2];
    for (int i = 0; i < 2; i++) {
      int nodes = i == 0 ? FEW : MANY;
      RehearsalFleet machines = installed(nodes).machines();
      Inventory there = inventory(nodes, "routed");
      Inventory wanted = inventory(nodes + 1, "routed");
      Context joining = look(wanted, machines, LiveProbe.joining(wanted, there));
      joins[i] = edges(AddNodesPlan.of(joining, Set.of())) / nodes;
      Context leaving = look(there, machines, RemoveNodePlan.requests(there));
      leaves[i] =
          edges(
                  RemoveNodePlan.of(
                      leaving,
                      List.of("node-" + nodes),
                      new RemoveNodePlan.Options(false, Duration.ofMinutes(5), false)))
              / nodes;
    }
    assertThat(joins[1]).isLessThanOrEqualTo(STRAIGHT * joins[0]);
    assertThat(leaves[1]).isLessThanOrEqualTo(STRAIGHT * leaves[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void anUpgradesEdgesGrowWithTheNodes(int workersAtOnce) throws Exception {
    double[] each = new double[2];
    for (int i = 0; i < 2; i++) {
      int nodes = i == 0 ? FEW : MANY;
      Inventory inventory = inventory(nodes, "routed");
      Context seen = look(inventory, installed(nodes).machines(), LiveProbe.looks(inventory));
      Versions now = inventory.versions();
      UpgradePath path =
          UpgradePath.of(
              VersionRanges.of(inventory, VersionMatrix.of(inventory, seen.facts())),
              new Wanted(now.with("1.36.4", now.etcd(), now.containerd()), Map.of(), false),
              Catalogue.load());
      UpgradePlan.Options options =
          new UpgradePlan.Options(workersAtOnce, UpgradePlan.USUAL_DRAIN, false, false);
      each[i] = edges(UpgradePlan.of(seen, path, options)) / nodes;
    }
    assertThat(each[1]).isLessThanOrEqualTo(STRAIGHT * each[0]);
  }

  @Test
  void aJournalTakesLessThanFiveKilobytesANode() throws Exception {
    double few = (double) Files.size(installed(FEW).journal()) / FEW;
    double many = (double) Files.size(installed(MANY).journal()) / MANY;
    assertThat(many).isLessThanOrEqualTo(STRAIGHT * few).isLessThan(5_000);
  }

  @Test
  void theJournalTellsOfEachStepAndOperationAllTheSame() throws Exception {
    RunState state = new RunState();
    JournalReader.read(installed(FEW).journal()).forEach(state::apply);
    assertThat(state.steps()).hasSize(installed(FEW).plan().steps().size());
    assertThat(state.steps())
        .allSatisfy(s -> assertThat(s.operations()).hasSameSizeAs(s.info().operations()));
  }

  @Test
  void inALargeClusterNotEveryPairIsTriedButEachNodeBySome() {
    int few =
        Preflight.requests(inventory(MANY / 2, "calico")).values().stream()
            .mapToInt(r -> r.targets().size())
            .sum();
    Map<String, ProbeRequest> requests = Preflight.requests(inventory(MANY, "calico"));
    int many = requests.values().stream().mapToInt(r -> r.targets().size()).sum();
    assertThat((double) many / MANY).isLessThanOrEqualTo(STRAIGHT * few / (MANY / 2));
    for (int i = 1; i <= MANY; i++) {
      String port = "192.0.2." + i + ":179";
      assertThat(requests.values().stream().filter(r -> r.targets().contains(port)).count())
          .as(port)
          .isGreaterThanOrEqualTo(16);
    }
  }
}
