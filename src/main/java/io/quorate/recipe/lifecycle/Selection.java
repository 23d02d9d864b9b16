package io.quorate.recipe.lifecycle;

import io.quorate.plan.Gate;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.recipe.Context;
import io.quorate.recipe.component.CniRecipe;
import io.quorate.recipe.preflight.DropInGuard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Steps picked for some of the nodes. What they would wait for and is not picked is done. */
public final class Selection {

  private final List<Step> steps = new ArrayList<>();

  public Selection all(List<Step> more) {
    steps.addAll(more);
    return this;
  }

  /** Those that are wanted wait for these, too. */
  public Selection waits(Predicate<Step> waiting, Set<String> forThese) {
    steps.replaceAll(s -> waiting.test(s) ? waiting(s, forThese) : s);
    return this;
  }

  /**
   * The same for many at once.
   *
   * @param forThese what else a step waits for, by its id
   */
  public Selection waits(Map<String, Set<String>> forThese) {
    steps.replaceAll(
        s -> {
          Set<String> more = forThese.get(s.id());
          return more == null ? s : waiting(s, more);
        });
    return this;
  }

  private static Step waiting(Step step, Set<String> forThese) {
    Set<String> after = new HashSet<>(step.after());
    after.addAll(forThese);
    after.remove(step.id());
    return step.waitingFor(after);
  }

  /**
   * All of them with the closing checks at their end; what is to be downloaded is verified before
   * anything is changed.
   */
  public Plan verified(Context context) {
    Gate installed = Verification.after(steps);
    List<Gate> gates = new ArrayList<>(CniRecipe.gates(steps));
    gates.add(installed);
    Set<String> there = new HashSet<>(installed.after());
    gates.forEach(gate -> there.add(gate.id()));
    List<Step> pruned = new ArrayList<>();
    for (Step step : steps) {
      pruned.add(
          step.waitingFor(
              step.after().stream().filter(there::contains).collect(Collectors.toSet())));
    }
    pruned = gathered(pruned, gates);
    pruned.addAll(Verification.steps(context, installed));
    return DropInGuard.checked(VerifiedDownloads.before(context, pruned, gates), context.facts());
  }

  /** From so many on, that wait for as many others, a gate stands between them. */
  private static final int MANY = 8;

  /**
   * The steps, where many of them that wait for the same others wait for a gate: a plan of many
   * nodes grows with them, not with their square.
   *
   * @param gates get those that are needed
   */
  private static List<Step> gathered(List<Step> steps, List<Gate> gates) {
    Map<Set<String>, Long> waiting =
        steps.stream()
            .map(Step::after)
            .filter(after -> after.size() >= MANY)
            .collect(Collectors.groupingBy(after -> after, Collectors.counting()));
    Map<Set<String>, Set<String>> gate = new HashMap<>();
    List<Step> gathered = new ArrayList<>();
    for (Step step : steps) {
      if (waiting.getOrDefault(step.after(), 0L) < MANY) {
        gathered.add(step);
        continue;
      }
      gathered.add(
          step.waitingFor(
              gate.computeIfAbsent(
                  step.after(),
                  after -> {
                    Gate made = new Gate("all-before-" + step.id(), after);
                    gates.add(made);
                    return Set.of(made.id());
                  })));
    }
    return gathered;
  }
}
