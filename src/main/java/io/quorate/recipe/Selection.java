package io.quorate.recipe;

import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Steps picked for some of the nodes. What they would wait for and is not picked is done. */
final class Selection {

  private final List<Step> steps = new ArrayList<>();

  Selection all(List<Step> more) {
    steps.addAll(more);
    return this;
  }

  Selection only(Predicate<Step> wanted, List<Step> more) {
    more.stream().filter(wanted).forEach(steps::add);
    return this;
  }

  /** Those that are wanted wait for these, too. */
  Selection waits(Predicate<Step> waiting, Set<String> forThese) {
    steps.replaceAll(s -> waiting.test(s) ? waiting(s, forThese) : s);
    return this;
  }

  private static Step waiting(Step step, Set<String> forThese) {
    Set<String> after = new HashSet<>(step.after());
    after.addAll(forThese);
    after.remove(step.id());
    return with(step, after);
  }

  private static Step with(Step step, Set<String> after) {
    return new Step(
        step.id(),
        step.node(),
        step.phase(),
        step.title(),
        step.operations(),
        after,
        step.timeout());
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** All of them; what is to be downloaded is verified before anything is changed. */
  Plan plan(Context context) {
    Set<String> there = steps.stream().map(Step::id).collect(Collectors.toSet());
    List<Step> pruned = new ArrayList<>();
    for (Step step : steps) {
      pruned.add(
          with(step, step.after().stream().filter(there::contains).collect(Collectors.toSet())));
    }
    return DropInGuard.checked(
        new Plan(VerifiedDownloads.before(context, pruned)), context.facts());
  }
}
