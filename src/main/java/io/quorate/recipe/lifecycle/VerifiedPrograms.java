package io.quorate.recipe.lifecycle;

import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Plan;

/** A plan that reads every installed program again, whatever its inode and its times say. */
public final class VerifiedPrograms {

  private VerifiedPrograms() {}

  public static Plan of(Plan plan) {
    return plan.with(
        step -> step.doing(step.operations().stream().map(VerifiedPrograms::of).toList()));
  }

  private static Operation of(Operation operation) {
    return operation instanceof Fetch fetch ? fetch.thoroughly() : operation;
  }
}
