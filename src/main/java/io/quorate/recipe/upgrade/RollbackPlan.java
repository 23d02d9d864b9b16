package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.plan.ClusterChange.CancelDowngrade;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.PutBack;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.KeptPrograms;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.WayBack;
import io.quorate.recipe.component.BinariesRecipe;
import io.quorate.recipe.component.ClusterRecord;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.recipe.lifecycle.Selection;
import io.quorate.recipe.upgrade.UpgradeRoll.Kind;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an upgrade has changed is taken back: one node after the other gets the programs that it has
 * kept, with the files that belong to them, and has to prove it. Kubelets come first, drained, then
 * the control planes, then etcd: the order of an upgrade from its end.
 *
 * <p>What a node has back already is left alone, so that a run that was cut off goes on where it
 * was; so does the upgrade itself, which is under way as long as this is.
 */
public final class RollbackPlan {

  private static final String API_SERVER = "kube-apiserver";

  private final Context context;
  private final Rollback rollback;
  private final UpgradePlan.Options options;
  private final LiveCluster live;
  private final UpgradeTurns nodes;

  private RollbackPlan(Context context, Rollback rollback, UpgradePlan.Options options) {
    this.context = context;
    this.rollback = rollback;
    this.options = options;
    this.live = UpgradePlan.serving(context);
    this.nodes = new UpgradeTurns(context, options, live);
  }

  /**
   * @param context the inventory as it is, and the answers to {@link LiveProbe#looks}
   * @throws GuardRefused when the cluster cannot bear that a node is away for a moment
   */
  public static Plan of(Context context, Rollback rollback, UpgradePlan.Options options) {
    return new RollbackPlan(context, rollback, options).plan();
  }

  private Plan plan() {
    UpgradeRoll order =
        UpgradeRoll.back(
            rollback,
            context.hosts(),
            nodes.lead(),
            live,
            nodes.matrix(),
            context.inventory().versions(),
            options.workersAtOnce());
    List<Step> roll = new ArrayList<>();
    // Of turns whose step is another one, or several.
    Map<String, Set<String>> ids = new HashMap<>();
    UpgradeStops stops = UpgradeStops.back(context.inventory().masters().size() == 1);
    for (Turn turn : order.turns()) {
      List<Step> steps =
          nodes.steps(turn).stream().map(s -> stops.held(turn, putBack(turn, s))).toList();
      ids.put(turn.id(), steps.stream().map(Step::id).collect(Collectors.toSet()));
      steps.forEach(s -> roll.add(s.waitingFor(known(s.after(), ids))));
    }
    Set<String> last = known(order.last(), ids);
    List<Step> prepared = prepared(roll);
    Set<String> ready =
        prepared.stream().map(Step::id).collect(Collectors.toCollection(HashSet::new));
    Set<String> first =
        roll.stream().filter(s -> s.after().isEmpty()).map(Step::id).collect(Collectors.toSet());
    Selection steps = new Selection();
    steps.all(prepared);
    AskedMeanwhile asked = new AskedMeanwhile(context, nodes.lead());
    if (rollback.node().isEmpty()) {
      List<Step> asking = asked.begin(Set.copyOf(ready));
      steps.all(asking);
      asking.forEach(s -> ready.add(s.id()));
    }
    steps.all(roll);
    steps.waits(s -> first.contains(s.id()), ready);
    if (!rollback.node().isEmpty()) {
      return steps.verified(context).with(stops::held);
    }
    Context then = nodes.at(rollback.path().end());
    steps.all(ClusterRecord.steps(then, last.isEmpty() ? ready : last));
    List<Step> told = asked.told(last.isEmpty() ? ready : last);
    steps.all(told);
    Set<String> all = new HashSet<>(last.isEmpty() ? ready : last);
    told.forEach(s -> all.add(s.id()));
    steps.all(ended(all));
    return steps.verified(then).with(stops::held);
  }

  private static Set<String> known(Set<String> turns, Map<String, Set<String>> ids) {
    Set<String> known = new HashSet<>();
    turns.forEach(t -> known.addAll(ids.getOrDefault(t, Set.of(t))));
    return known;
  }

  private Step putBack(Turn turn, Step step) {
    List<Operation> operations = new ArrayList<>();
    Upload sent = null;
    for (Operation operation : step.operations()) {
      if (operation instanceof Script script && script.change() instanceof CancelDowngrade) {
        // They have just been told to go back.
        continue;
      }
      if (UpgradeProofs.isRollOut(operation)) {
        // It comes first, and a node that does not get well is what is gone back for.
        continue;
      }
      if (operation instanceof Upload upload) {
        sent = upload;
        continue;
      }
      if (operation instanceof Fetch fetch && isKept(step.node(), fetch)) {
        operations.add(new PutBack(fetch, KeptPrograms.UNDER_WAY));
        sent = null;
        continue;
      }
      if (sent != null) {
        operations.add(sent);
        sent = null;
      }
      operations.add(operation);
    }
    return step.doing(
        turn.kind() == Kind.CONTROL_PLANE
            ? apiServerLast(operations, BinariesRecipe.labels(context, turn.host()))
            : operations);
  }

  private boolean isKept(String node, Fetch fetch) {
    KeptPrograms kept = rollback.kept().get(node);
    return kept != null && fetch.version().equals(kept.versions().get(fetch.name()));
  }

  /**
   * Controller manager and scheduler must not be newer than their API server: they get their older
   * programs, and run, before it does.
   *
   * @param labels what has to be done with a program that was put in its place
   */
  private static List<Operation> apiServerLast(List<Operation> operations, List<Operation> labels) {
    List<Operation> before = new ArrayList<>();
    List<Operation> after = new ArrayList<>();
    for (Operation operation : operations) {
      boolean own =
          operation instanceof PutBack back && back.fetch().name().equals(API_SERVER)
              || operation instanceof Fetch fetch && fetch.name().equals(API_SERVER);
      boolean starts =
          operation instanceof Service service && service.unit().equals(API_SERVER + ".service");
      boolean waits = starts || operation instanceof WaitFor;
      (own || waits ? after : before).add(operation);
      if (own) {
        after.addAll(labels);
      }
    }
    before.addAll(after);
    return before;
  }

  // What comes before the first change.

  private List<Step> prepared(List<Step> roll) {
    List<Step> steps = new ArrayList<>();
    for (Host host : context.hosts()) {
      List<Operation> asked = asked(host, roll);
      if (!asked.isEmpty()) {
        steps.add(
            new Step(
                StepKind.UPGRADE_ASKED.on(host.name()),
                host.name(),
                Phase.PREPARE,
                "Ask the old programs",
                asked,
                Set.of(),
                Duration.ofMinutes(10)));
      }
    }
    Set<String> all = steps.stream().map(Step::id).collect(Collectors.toSet());
    for (Host host : context.hosts()) {
      List<Operation> operations = new ArrayList<>();
      if (rollback.kept(host).folder().equals(KeptPrograms.AFTER)) {
        operations.add(UpgradePreparation.moved(KeptPrograms.AFTER, KeptPrograms.UNDER_WAY));
      }
      if (rollback.way().isOf(context.factsOf(host))) {
        operations.add(
            new WriteFile(
                UpgradePreparation.RECORDS + WayBack.UNDER_WAY,
                Content.of(rollback.way().to() + "\n"),
                "root:root",
                "0644"));
        steps.add(
            new Step(
                StepKind.UPGRADE_KEPT.on(host.name()),
                host.name(),
                Phase.PREPARE,
                "Have at hand what was kept",
                operations,
                all,
                Duration.ofMinutes(5)));
      }
    }
    return steps;
  }

  /** What is to be put back is what was kept, and takes the flags that it will get. */
  private List<Operation> asked(Host host, List<Step> roll) {
    List<Operation> own =
        roll.stream()
            .filter(s -> s.node().equals(host.name()))
            .flatMap(s -> s.operations().stream())
            .toList();
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Operation operation : own) {
      if (operation instanceof PutBack back) {
        wanted.put(back.fetch().name(), back.fetch().version());
      }
    }
    if (wanted.isEmpty()) {
      return List.of();
    }
    String folder = rollback.kept(host).folder();
    List<Operation> operations = new ArrayList<>();
    operations.add(
        new WaitFor(
            "what was kept is whole",
            new Template("upgrade/whole.sh")
                .fill(
                    Map.of(
                        "kept",
                        folder,
                        "wanted",
                        wanted.entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining(" ")))),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1)));
    operations.addAll(NewPrograms.asked(own, folder));
    return operations;
  }

  private List<Step> ended(Set<String> last) {
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    StepKind.UPGRADE_END.on(host.name()),
                    host.name(),
                    Phase.NODES,
                    "Prove the versions",
                    UpgradePlan.ending(
                        UpgradeProofs.versions(host, rollback.path().end()),
                        UpgradePreparation.moved(KeptPrograms.UNDER_WAY, KeptPrograms.AFTER),
                        new RemoveFile(UpgradePreparation.RECORDS + WayBack.UNDER_WAY),
                        // With it goes the way back: nothing is left that could be rolled back.
                        new RemoveFile(UpgradePreparation.RECORDS + WayBack.NAME)),
                    last,
                    Duration.ofMinutes(2)))
        .toList();
  }
}
