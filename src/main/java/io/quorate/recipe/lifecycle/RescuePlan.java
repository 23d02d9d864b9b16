package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.QuorumGuard;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionTable;
import io.quorate.recipe.component.ClusterAccessRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.EtcdRecipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The journey back when the majority of etcd's members is gone for good: a survivor's data becomes
 * a new cluster of one member, by the documented way (etcd.io/docs, Disaster recovery). What
 * follows is an install of the cluster as it is then, with one master; the others join later.
 */
public final class RescuePlan {

  private static final List<String> CONTROL_PLANE =
      List.of(
          "kube-controller-manager.service",
          "kube-scheduler.service",
          "kube-apiserver.service",
          "etcd.service");

  private static final DataFromSnapshot DATA = new DataFromSnapshot(RescueGuard.FOLDER);

  private final Context context;
  private final Inventory before;
  private final Host survivor;

  private RescuePlan(Context context, Inventory before, Host survivor) {
    this.context = context;
    this.before = before;
    this.survivor = survivor;
  }

  /**
   * The inventory of the rescued cluster: one master, and the workers that were no masters.
   *
   * @param token names the new cluster
   */
  public static Inventory inventory(Inventory before, Host survivor, Secret token) {
    return before
        .withHosts(
            before.hosts().stream().filter(h -> h.equals(survivor) || !h.isMaster()).toList())
        .withToken(token);
  }

  /** What is left, and the way back to a number of masters that survives a failure. */
  public static List<String> afterwards(Inventory before, Host survivor) {
    String lost =
        before.masters().stream()
            .filter(h -> !h.equals(survivor))
            .map(Host::name)
            .collect(Collectors.joining(", "));
    return List.of(
        QuorumGuard.conclusion(1),
        "Wipe " + lost + " before they join: they must never come back with their old data.");
  }

  /**
   * What recipes decide on for the rescued cluster. A rescue brings no version: the survivor keeps
   * what it runs, and a worker that runs others is left as it is, as one that is off.
   */
  public static Context context(Context found, Host survivor, Secret token) {
    ClusterFacts facts = found.facts();
    Inventory rescued =
        VersionGuard.running(
            inventory(found.inventory(), survivor, token), own(found.inventory(), facts, survivor));
    Map<String, NodeFacts> nodes = new HashMap<>(facts.nodes());
    nodes.keySet().retainAll(rescued.hosts().stream().map(Host::name).toList());
    // The rescued cluster is a new one, which is not given the token itself.
    nodes.computeIfPresent(survivor.name(), (n, f) -> EtcdRecipe.withDigest(f));
    Map<String, String> absent = new HashMap<>(facts.unreachable());
    for (String name : leftAlone(found.inventory(), facts, survivor)) {
      nodes.remove(name);
      absent.put(name, "it runs other versions than " + survivor.name() + ", and is left alone");
    }
    return new Context(rescued, new ClusterFacts(nodes, absent), found.local(), found.now());
  }

  private static VersionMatrix own(Inventory before, ClusterFacts facts, Host survivor) {
    return VersionMatrix.of(before, facts).only(Set.of(survivor.name()));
  }

  private static List<String> leftAlone(Inventory before, ClusterFacts facts, Host survivor) {
    Inventory wanted = VersionGuard.running(before, own(before, facts, survivor));
    VersionMatrix all = VersionMatrix.of(before, facts);
    return before.hosts().stream()
        .filter(h -> !h.isMaster())
        .map(Host::name)
        .filter(n -> !VersionGuard.differences(wanted, all.only(Set.of(n))).isEmpty())
        .toList();
  }

  /**
   * What a person has to know of the versions before a rescue, a sentence each.
   *
   * @param options the words by which commands name the inventory
   */
  public static List<String> versions(
      Inventory before, ClusterFacts facts, Host survivor, List<String> options) {
    List<String> words = new ArrayList<>();
    List<String> others = leftAlone(before, facts, survivor);
    if (!others.isEmpty()) {
      words.add(
          VersionTable.names(others)
              + (others.size() == 1 ? " runs" : " run")
              + " other versions than "
              + survivor.name()
              + " and "
              + (others.size() == 1 ? "is" : "are")
              + " left alone: take such nodes out afterwards (`quorate remove`), and let them join"
              + " again (`quorate add`).");
    }
    if (!VersionGuard.differences(before, own(before, facts, survivor)).isEmpty()) {
      words.add(
          survivor.name()
              + " keeps the versions that it runs; the inventory says others. Afterwards: "
              + VersionGuard.COMMAND.with(options));
    }
    return words;
  }

  /**
   * The way back.
   *
   * @param found the cluster as its inventory says it was; {@link RescueGuard} has let it pass
   * @param token names the new cluster; the same for all calls of a run
   * @throws GuardRefused when the survivor does not fit
   */
  public static Plan of(Context found, Host survivor, Secret token) {
    return new RescuePlan(context(found, survivor, token), found.inventory(), survivor).plan(found);
  }

  private Plan plan(Context found) {
    List<Step> steps = new ArrayList<>();
    Step restore = restore(others(found, steps));
    steps.add(restore);
    Step compare = compare();
    Plan install = InstallPlan.of(context);
    for (Step step : install.steps()) {
      if (step.id().equals(EtcdRecipe.id(survivor))) {
        steps.add(after(step, restore.id()));
      } else if (step.id().equals(ControlPlaneRecipe.id(survivor))) {
        steps.add(compare);
        steps.add(after(step, compare.id()));
      } else if (step.id().equals(Verification.id(survivor))) {
        Step forget = forget();
        steps.add(forget);
        steps.add(after(step, forget.id()));
      } else {
        steps.add(step);
      }
    }
    steps.replaceAll(s -> s.equals(restore) ? s : asked(s));
    steps.add(done());
    return new Plan(steps, install.gates());
  }

  /**
   * Without a quorum whoever asks etcd or the API waits in vain, a question after the other. As
   * long as the rescue has not begun, the answer is known: it is not as it should be.
   */
  private Step asked(Step step) {
    return step.node().equals(survivor.name())
        ? step.doing(step.operations().stream().map(RescuePlan::asked).toList())
        : step;
  }

  private static Operation asked(Operation operation) {
    return switch (operation) {
      case Script s when s.asksCluster() -> s.checkedBy(begun(s.check()));
      case WaitFor w when w.asksCluster() -> w.on(begun(w.condition()));
      case Verify v when v.asksCluster() -> v.on(begun(v.condition()));
      default -> operation;
    };
  }

  private static String begun(String check) {
    return "[ -e " + RescueGuard.FOLDER + " ] || exit 1\n" + check;
  }

  private static Step after(Step step, String before) {
    Set<String> all = new HashSet<>(step.after());
    all.add(before);
    return step.waitingFor(all);
  }

  /** Masters that answer but are not the survivor: their API servers must not speak any more. */
  private Set<String> others(Context found, List<Step> steps) {
    Set<String> ids = new HashSet<>();
    for (Host host : found.hosts()) {
      if (host.isMaster() && !host.equals(survivor)) {
        List<Operation> operations = new ArrayList<>();
        CONTROL_PLANE.forEach(u -> operations.add(new NoService(u)));
        operations.add(new NoService("kubelet.service"));
        Step step = step(host, StepKind.OLD_MASTER, "Stop the old master", operations, Set.of());
        ids.add(step.id());
        steps.add(step);
      }
    }
    return ids;
  }

  private Step restore(Set<String> after) {
    return step(
        survivor,
        StepKind.RESCUE,
        "etcd's data into a new cluster",
        List.of(
            script("a copy of the survivor's data", "snapshot")
                .doing("taking a copy of the survivor's data"),
            DATA.aside(),
            DATA.data(
                    "a cluster of one member",
                    survivor.name(),
                    EtcdRecipe.peerUrl(context, survivor),
                    List.of(EtcdRecipe.entry(context, survivor)),
                    "rescue-" + Long.toString(context.now().getEpochSecond(), 36))
                .doing("restoring the data into a cluster of one member")),
        after);
  }

  /**
   * Before the API server starts: then nothing has been tidied up yet. A proof, as the closing
   * checks are: every screen shows what it found.
   */
  private Step compare() {
    return new Step(
        StepKind.RESCUED.on(survivor.name()),
        survivor.name(),
        Phase.VERIFY,
        "Count the objects",
        List.of(DATA.compared("objects are there as before", false)),
        Set.of(EtcdRecipe.healthId(survivor)),
        Duration.ofMinutes(30));
  }

  private Step forget() {
    String lost =
        before.masters().stream()
            .filter(h -> !h.equals(survivor))
            .map(Host::name)
            .collect(Collectors.joining(" "));
    return new Step(
        StepKind.FORGET.on(survivor.name()),
        survivor.name(),
        Phase.RESCUE,
        "Forget the lost nodes",
        List.of(
            new Script(
                    "no node objects of the lost masters",
                    library("forget") + new Template("rescue/forget.check.sh").text(),
                    library("forget") + new Template("rescue/forget.apply.sh").text(),
                    Map.of("LOST", lost),
                    3)
                .asking()
                .doing("deleting the node objects of the lost masters")),
        Set.of(ClusterAccessRecipe.id(survivor)),
        Duration.ofMinutes(5));
  }

  private Step done() {
    return step(
        survivor,
        StepKind.KEPT,
        "Keep what was",
        List.of(
            script("the rescue's folder under its date", "done")
                .doing("keeping the old data under its date")),
        Set.of(Verification.id(survivor)));
  }

  private static Step step(
      Host host, StepKind kind, String title, List<Operation> operations, Set<String> after) {
    return new Step(
        kind.on(host.name()),
        host.name(),
        Phase.RESCUE,
        title,
        operations,
        after,
        Duration.ofMinutes(30));
  }

  private static Script script(String title, String name) {
    return AssetScript.using(
        DataFromSnapshot.counting(), title, "rescue/" + name, Map.of("FOLDER", RescueGuard.FOLDER));
  }

  private static String library(String name) {
    return new Template("rescue/" + name + ".lib.sh").text();
  }
}
