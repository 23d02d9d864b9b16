package io.quorate.engine;

import io.quorate.plan.Outcome;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.run.RunEvent.StepResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a plan would do, found by looking at the nodes and changing nothing. An operation that needs
 * what an earlier one brings about counts as one that would change.
 *
 * @param steps in the plan's order
 * @param unreachable nodes that could not be asked, to the reason
 */
public record Preview(List<StepPreview> steps, Map<String, String> unreachable) {

  public Preview {
    steps = List.copyOf(steps);
    unreachable = Map.copyOf(unreachable);
  }

  /**
   * @param operations one for each of the step's, in their order
   */
  public record StepPreview(Step step, List<OperationPreview> operations) {
    public StepPreview {
      operations = List.copyOf(operations);
    }

    public boolean isUnchanged() {
      return operations.stream().allMatch(o -> o.outcome() == Outcome.UNCHANGED);
    }
  }

  /**
   * @param outcome {@link Outcome#FAILED} when it could not be looked at
   * @param detail evidence or reason; may be empty
   * @param diff lines of what would change; without secrets
   */
  public record OperationPreview(String title, Outcome outcome, String detail, List<String> diff) {
    public OperationPreview {
      diff = List.copyOf(diff);
    }
  }

  /** Whether the cluster is as the plan wants it, closing checks included. */
  public boolean nothingToDo() {
    return unreachable.isEmpty() && steps.stream().allMatch(StepPreview::isUnchanged);
  }

  /**
   * Ids of the plan's steps with nothing to do, of which the same is true of all that come before
   * them.
   */
  public Set<String> untouched(Plan plan) {
    Schedule schedule = new Schedule(plan);
    Map<String, StepPreview> byId = new HashMap<>();
    steps.forEach(s -> byId.put(s.step().id(), s));
    Set<String> untouched = new LinkedHashSet<>();
    Deque<String> nodes = new ArrayDeque<>(schedule.woken());
    while (!nodes.isEmpty()) {
      Step step = schedule.next(nodes.element());
      if (step == null) {
        nodes.remove();
        continue;
      }
      StepPreview looked = byId.get(step.id());
      schedule.begin(step);
      if (looked != null && looked.isUnchanged()) {
        untouched.add(step.id());
        schedule.finish(step, StepResult.UNCHANGED);
        nodes.addAll(schedule.woken());
      }
    }
    return untouched;
  }

  /** Whether this preview is one of that plan. */
  boolean isOf(Plan plan) {
    return plan.steps().equals(steps.stream().map(StepPreview::step).toList());
  }
}
