package io.quorate.recipe;

import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import java.util.List;

/** A plan that reads every installed program again, whatever its inode and its times say. */
public final class VerifiedPrograms {

  private VerifiedPrograms() {}

  public static Plan of(Plan plan) {
    return new Plan(plan.steps().stream().map(VerifiedPrograms::of).toList());
  }

  private static Step of(Step step) {
    List<Operation> operations = step.operations().stream().map(VerifiedPrograms::of).toList();
    return new Step(
        step.id(),
        step.node(),
        step.phase(),
        step.title(),
        operations,
        step.after(),
        step.timeout());
  }

  private static Operation of(Operation operation) {
    return operation instanceof Fetch fetch ? fetch.thoroughly() : operation;
  }
}
