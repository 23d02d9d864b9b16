package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.plan.ClusterChange.EvictPods;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.KeptPrograms;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.WayBack;
import io.quorate.recipe.component.ClusterRecord;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.recipe.lifecycle.Selection;
import io.quorate.recipe.lifecycle.VerifiedDownloads;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Newer versions come to a cluster under its pods, along a path: everything is downloaded, the new
 * programs are asked whether they take their flags, what there was is kept, and then one node after
 * the other is brought further and has to prove it. The first failure stops all that would follow.
 *
 * <p>A node that has a stage's versions already is left alone, so that a run that was cut off goes
 * on where it was.
 */
public final class UpgradePlan {

  /** How long pods may take to leave a node where nobody says otherwise. */
  public static final Duration USUAL_DRAIN = Duration.ofSeconds(300);

  /** For how long the first worker has to stay well where nobody says otherwise. */
  public static final Duration USUAL_CANARY = Duration.ofSeconds(10);

  /**
   * How it is done.
   *
   * @param workersAtOnce how many workers are drained at a time, at least 1
   * @param drainWithin how long pods may take to leave a node
   * @param force whether pods go that nobody makes anew
   * @param stageOnly whether all is downloaded and asked, and nothing is changed
   * @param snapshotTo where a snapshot comes to on the operator's machine; empty: none does
   * @param canary for how long the first worker has to stay well before the others go, whole
   *     seconds
   * @param left names of workers that stay as they are
   */
  public record Options(
      int workersAtOnce,
      Duration drainWithin,
      boolean force,
      boolean stageOnly,
      String snapshotTo,
      Duration canary,
      Set<String> left) {
    /** Without a snapshot that comes to the operator's machine. */
    public Options(int workersAtOnce, Duration drainWithin, boolean force, boolean stageOnly) {
      this(workersAtOnce, drainWithin, force, stageOnly, "", USUAL_CANARY, Set.of());
    }

    /** The same with a snapshot that comes to a folder of the operator's machine. */
    public Options saving(String to) {
      return new Options(workersAtOnce, drainWithin, force, stageOnly, to, canary, left);
    }

    /** The same with another time for the first worker. */
    public Options holding(Duration first) {
      return new Options(workersAtOnce, drainWithin, force, stageOnly, snapshotTo, first, left);
    }

    /** The same where some workers stay as they are. */
    public Options leaving(Set<String> names) {
      return new Options(workersAtOnce, drainWithin, force, stageOnly, snapshotTo, canary, names);
    }

    public Options {
      if (workersAtOnce < 1) {
        throw new IllegalArgumentException("at least one worker at a time: " + workersAtOnce);
      }
      left = Set.copyOf(left);
    }

    /** One worker at a time. */
    public static Options usual() {
      return new Options(1, USUAL_DRAIN, false, false);
    }
  }

  /**
   * What is kept before. Not before what is done again where nobody tells whether it was: what is
   * kept then would be new.
   */
  private static final Set<UpgradeRoll.Kind> CHANGES =
      Set.of(UpgradeRoll.Kind.ETCD, UpgradeRoll.Kind.CONTROL_PLANE, UpgradeRoll.Kind.DRAIN);

  private final Context context;
  private final UpgradePath path;
  private final Options options;
  private final LiveCluster live;
  private final UpgradeTurns turns;

  private UpgradePlan(Context context, UpgradePath path, Options options, LiveCluster live) {
    this.context = context;
    this.path = path;
    this.options = options;
    this.live = live;
    this.turns = new UpgradeTurns(context, options, live);
  }

  /**
   * @param context the inventory as it is, and the answers to {@link LiveProbe#looks}
   * @throws GuardRefused when the cluster cannot bear that a node is away for a moment
   */
  public static Plan of(Context context, UpgradePath path, Options options) {
    Set<String> others =
        context.inventory().hosts().stream()
            .map(Host::name)
            .filter(name -> !options.left().contains(name))
            .collect(Collectors.toSet());
    Context concerned = options.left().isEmpty() ? context : context.only(others);
    return new UpgradePlan(concerned, path, options, serving(context)).plan();
  }

  /**
   * The cluster as it is.
   *
   * @throws GuardRefused when it cannot bear that a node is away for a moment
   */
  static LiveCluster serving(Context context) {
    LiveCluster live = LiveCluster.of(context.inventory(), context.facts());
    if (!isOnlyStopped(context, live)) {
      live.refuseUnlessServing();
    }
    return live;
  }

  /**
   * Whether all that is wrong is what a run that was cut off leaves behind, which is begun with: no
   * API server runs, or the only member of etcd does not.
   */
  private static boolean isOnlyStopped(Context context, LiveCluster live) {
    return switch (live.health().verdict()) {
      case API_DOWN -> true;
      case QUORUM_LOST -> context.inventory().masters().size() == 1;
      default -> false;
    };
  }

  /** Whether an upgrade has begun to change nodes, and has not ended. */
  public static boolean isUnderWay(ClusterFacts facts) {
    return WayBack.isUnderWay(facts);
  }

  /** The master whose snapshot comes to the operator's machine in a plan. */
  public static Optional<String> snapshotFrom(Plan plan) {
    return plan.steps().stream()
        .filter(StepKind.UPGRADE_SNAPSHOT::names)
        .map(Step::node)
        .findFirst();
  }

  /** Whether it keeps what there is, from which there is a way back. */
  public static boolean keeps(Plan plan) {
    return plan.steps().stream().anyMatch(StepKind.UPGRADE_KEPT::names);
  }

  /** How often a node is drained in it; one may be more than once. */
  public static int drains(Plan plan) {
    return (int)
        plan.steps().stream()
            .flatMap(s -> s.operations().stream())
            .filter(o -> o instanceof Script script && script.change() instanceof EvictPods)
            .count();
  }

  private Plan plan() {
    UpgradeRoll order =
        UpgradeRoll.of(
            path,
            context.hosts(),
            turns.lead(),
            live,
            turns.matrix(),
            context.inventory().versions(),
            options.workersAtOnce());
    List<Step> roll = new ArrayList<>();
    Set<String> last = order.last();
    for (Turn turn : order.turns()) {
      List<Step> steps = turns.steps(turn);
      roll.addAll(steps);
      if (turn.kind() == UpgradeRoll.Kind.ADD_ONS) {
        last = steps.stream().map(Step::id).collect(Collectors.toSet());
      }
    }
    UpgradeStops stops =
        UpgradeStops.of(
            order.turns(), UpgradeTurns.masters(context).size() == 1, isUnderWay(context.facts()));
    boolean changes = order.turns().stream().anyMatch(t -> CHANGES.contains(t.kind()));
    List<Step> prepared =
        changes ? new UpgradePreparation(context, path, turns).steps(roll, saved()) : List.of();
    if (options.stageOnly()) {
      List<Step> staged = UpgradePreparation.staged(prepared);
      List<Step> users = new ArrayList<>(roll);
      users.addAll(staged);
      return VerifiedDownloads.before(context, staged, List.of(), users).with(stops::held);
    }
    Selection steps = new Selection();
    steps.all(prepared);
    Set<String> ready =
        prepared.stream().map(Step::id).collect(Collectors.toCollection(HashSet::new));
    AskedMeanwhile asked = new AskedMeanwhile(context, turns.lead());
    if (changes) {
      List<Step> asking = asked.begin(Set.copyOf(ready));
      steps.all(asking);
      asking.forEach(s -> ready.add(s.id()));
    }
    Set<String> first =
        roll.stream().filter(s -> s.after().isEmpty()).map(Step::id).collect(Collectors.toSet());
    steps.all(roll);
    steps.waits(s -> first.contains(s.id()), ready);
    // Also where the versions run already: a run may have been cut off just before its end.
    Context then = turns.at(path.end());
    steps.all(ClusterRecord.steps(then, last));
    Set<String> all = new HashSet<>(last);
    if (changes || isUnderWay(context.facts())) {
      List<Step> told = asked.told(last);
      steps.all(told);
      told.forEach(s -> all.add(s.id()));
    }
    steps.all(ended(all));
    return steps.verified(then).with(stops::held);
  }

  /**
   * Where a snapshot comes to. One of when the upgrade began is there while it is under way: where
   * nobody leads etcd then, going on is what has to come first.
   */
  private String saved() {
    return isUnderWay(context.facts()) && SnapshotHome.leader(live).isEmpty()
        ? ""
        : options.snapshotTo();
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
                    ending(UpgradeProofs.versions(host, path.end()), records()),
                    last,
                    Duration.ofMinutes(2)))
        .toList();
  }

  /** As long as a worker stays as it is the upgrade is under way, and what was before is kept. */
  private Operation[] records() {
    return options.left().isEmpty()
        ? new Operation[] {
          UpgradePreparation.moved(KeptPrograms.UNDER_WAY, KeptPrograms.AFTER),
          new RemoveFile(UpgradePreparation.RECORDS + WayBack.UNDER_WAY)
        }
        : new Operation[0];
  }

  /**
   * The last that a node does in an upgrade, or on its way back.
   *
   * @param records what makes it known as done, last of all: until then it is done again
   */
  static List<Operation> ending(Operation proof, Operation... records) {
    List<Operation> operations = new ArrayList<>(List.of(proof));
    operations.addAll(AskedMeanwhile.ended());
    operations.addAll(List.of(records));
    return operations;
  }
}
