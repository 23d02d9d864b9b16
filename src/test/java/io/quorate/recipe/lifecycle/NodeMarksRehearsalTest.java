package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Role;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Outcome;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Labels and taints of the inventory's own, from an install on until they leave the file. */
class NodeMarksRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Host NEWCOMER = new Host("node-5", "10.0.0.15", Set.of(Role.WORKER));
  private static final Inventory PLAIN = routed(Fixtures.inventory());

  private final RehearsalFleet fleet = RehearsalFleet.swift(addresses(), RehearsalFaults.none());

  private static Inventory routed(Inventory i) {
    return i.withNetwork(Fixtures.network(Inventory.Cni.ROUTED));
  }

  private static Map<String, List<String>> addresses() {
    List<Host> hosts = new ArrayList<>(PLAIN.hosts());
    hosts.add(NEWCOMER);
    return Rehearsed.addresses(hosts);
  }

  /** The plain cluster whose last worker is marked. */
  private static Inventory marked(Map<String, String> labels, String... taints) {
    List<Host> hosts = new ArrayList<>(PLAIN.hosts());
    hosts.set(3, hosts.get(3).withMarks(new Marks(labels, List.of(taints))));
    return PLAIN.withHosts(hosts);
  }

  private Context look(Inventory inventory) throws Exception {
    List<String> names = inventory.hosts().stream().map(Host::name).toList();
    try (Fleet connected = Fleet.connect(names, fleet)) {
      ClusterFacts facts = connected.probe(RemoveNodePlan.requests(inventory));
      return new Context(inventory, facts, Map.of(), NOW);
    }
  }

  /** What is changed, by step, with the reason. */
  private Map<String, List<String>> run(Inventory inventory, Function<Context, Plan> recipe)
      throws Exception {
    List<RunEvent> events = new ArrayList<>();
    assertThat(Rehearsed.run(recipe.apply(look(inventory)), fleet, events))
        .isEqualTo(RunResult.DONE);
    Map<String, List<String>> changed = new TreeMap<>();
    for (RunEvent event : events) {
      if (event instanceof OperationFinished f && f.outcome() == Outcome.CHANGED) {
        changed.computeIfAbsent(f.step().split("@")[0], s -> new ArrayList<>()).add(f.detail());
      }
    }
    return changed;
  }

  private Map<String, List<String>> install(Inventory inventory) throws Exception {
    return run(inventory, InstallPlan::of);
  }

  @Test
  void theyComeStayComeBackAndGo() throws Exception {
    Inventory fast = marked(Map.of("disk", "ssd", "rack", "r1"), "db=main:NoSchedule");
    install(fast);
    Map<String, String> marks =
        Map.of("label disk", "ssd", "label rack", "r1", "taint db:NoSchedule", "main");
    assertThat(fleet.marks("node-4")).isEqualTo(marks);
    assertThat(install(fast)).isEmpty();

    // A person's own, and a person's change of ours.
    fleet.mark("node-4", "label mine", "1");
    fleet.mark("node-4", "taint mine:NoExecute", "");
    assertThat(install(fast)).isEmpty();
    fleet.mark("node-4", "label disk", "hdd");
    fleet.mark("node-4", "taint db:NoSchedule", null);
    assertThat(install(fast))
        .isEqualTo(
            Map.of("labels", List.of("node-4: disk=ssd instead of hdd, db=main:NoSchedule")));
    assertThat(fleet.marks("node-4")).containsAllEntriesOf(marks).hasSize(5);

    // The file changes: that, and what masters keep of it.
    Inventory slow = marked(Map.of("disk", "hdd", "rack", "r1"), "db=main:NoSchedule");
    Map<String, List<String>> changed = install(slow);
    assertThat(changed).containsOnlyKeys("labels", "cluster-record");
    assertThat(changed.get("labels")).containsExactly("node-4: disk=hdd instead of ssd");

    assertThat(install(PLAIN).get("labels"))
        .containsExactly("node-4: remove disk, remove rack, remove db:NoSchedule");
    assertThat(fleet.marks("node-4"))
        .isEqualTo(Map.of("label mine", "1", "taint mine:NoExecute", ""));
    assertThat(install(PLAIN)).isEmpty();
  }

  @Test
  void whatAPersonHadPutThereIsNotTakenAway() throws Exception {
    install(PLAIN);
    fleet.mark("node-4", "label disk", "ssd");
    install(marked(Map.of("disk", "ssd", "rack", "r1")));
    install(PLAIN);
    assertThat(fleet.marks("node-4")).isEqualTo(Map.of("label disk", "ssd"));
  }

  @Test
  void whoJoinsHasThemAtOnceAndWhoLeavesTakesThemAlong() throws Exception {
    install(PLAIN);
    List<Host> more = new ArrayList<>(PLAIN.hosts());
    more.add(NEWCOMER.withMarks(new Marks(Map.of("disk", "nvme"), List.of("gpu:NoExecute"))));
    Inventory grown = PLAIN.withHosts(more);
    run(grown, context -> AddNodesPlan.of(context, Set.of()));
    assertThat(fleet.marks("node-5"))
        .isEqualTo(Map.of("label disk", "nvme", "taint gpu:NoExecute", ""));
    assertThat(install(grown)).doesNotContainKey("labels");
    run(
        grown,
        context ->
            RemoveNodePlan.of(
                context,
                List.of("node-5"),
                new RemoveNodePlan.Options(false, java.time.Duration.ofSeconds(60), false)));
    assertThat(fleet.marks("node-5")).isEmpty();
  }
}
