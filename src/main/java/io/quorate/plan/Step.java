package io.quorate.plan;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is done on one node in one go: its operations travel as one shell program.
 *
 * @param id unique in the plan, such as {@code etcd@node-1}
 * @param node the node's name
 * @param title what it does, a few words
 * @param operations in their order; the first that fails ends the step
 * @param after ids of the steps and gates that have to be done before
 * @param timeout how long one attempt may take
 */
public record Step(
    String id,
    String node,
    Phase phase,
    String title,
    List<Operation> operations,
    Set<String> after,
    Duration timeout) {

  public Step {
    operations = List.copyOf(operations);
    after = Set.copyOf(after);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(id + ": a time-out has to be positive: " + timeout);
    }
  }

  /** The same that waits for these steps and gates alone. */
  public Step waitingFor(Set<String> others) {
    return new Step(id, node, phase, title, operations, others, timeout);
  }

  /** The same with other operations. */
  public Step doing(List<Operation> others) {
    return new Step(id, node, phase, title, others, after, timeout);
  }
}
