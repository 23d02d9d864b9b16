package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.lifecycle.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The steps of a rotation: each stage is over on all masters before the next begins. */
final class MasterSteps {

  private final Context context;
  private final List<Host> masters;
  private final List<Step> steps = new ArrayList<>();
  private Set<String> before = Set.of();

  MasterSteps(Context context) {
    this.context = context;
    LiveCluster live = LiveCluster.of(context.inventory(), context.facts());
    this.masters =
        context.inventory().masters().stream()
            // Those that do not serve first: while they are away, another must not stop.
            .sorted(Comparator.comparing(h -> serves(live, h)))
            .toList();
  }

  private static boolean serves(LiveCluster live, Host host) {
    return live.node(host.name()).map(LiveNode::apiServer).map(a -> a.isReady()).orElse(false);
  }

  /** One on each master, at once. */
  void sideBySide(
      StepKind kind, Phase phase, String title, Function<Host, List<Operation>> operations) {
    add(
        context.inventory().masters().stream()
            .map(h -> step(kind, h, phase, title, operations.apply(h), Duration.ofMinutes(5)))
            .toList());
  }

  /** One on each master for which it is due, each when the one before is done. */
  void oneByOne(
      StepKind kind,
      String title,
      Predicate<Host> due,
      Function<Host, List<Operation>> operations) {
    for (Host master : masters) {
      if (due.test(master)) {
        on(kind, master, title, operations.apply(master), Duration.ofMinutes(10));
      }
    }
  }

  /** A single one. */
  void on(StepKind kind, Host host, String title, List<Operation> operations, Duration within) {
    add(List.of(step(kind, host, Phase.CONTROL_PLANE, title, operations, within)));
  }

  private Step step(
      StepKind kind,
      Host host,
      Phase phase,
      String title,
      List<Operation> operations,
      Duration within) {
    return new Step(kind.on(host.name()), host.name(), phase, title, operations, before, within);
  }

  private void add(List<Step> more) {
    steps.addAll(more);
    if (!more.isEmpty()) {
      before = more.stream().map(Step::id).collect(Collectors.toSet());
    }
  }

  /** All of them, with the closing checks. */
  Plan verified() {
    return new Selection().all(steps).verified(context);
  }
}
