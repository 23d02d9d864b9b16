package io.quorate.plan;

import java.time.Duration;
import java.util.HashSet;
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
 * @param ifStopped what is there if the run ends at this step's failure, a sentence or two; then
 *     what waits for it counts on it, and it cannot be left out. Empty: it can be
 */
public record Step(
    String id,
    String node,
    Phase phase,
    String title,
    List<Operation> operations,
    Set<String> after,
    Duration timeout,
    String ifStopped) {

  public Step {
    operations = List.copyOf(operations);
    after = Set.copyOf(after);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(id + ": a time-out has to be positive: " + timeout);
    }
    refuseLatePlace(id, operations);
  }

  /**
   * Files are sent before the first operation runs: none may close to others, or empty, the folder
   * of one. A folder that all may read is made on the way, and gets its owner and mode after.
   */
  private static void refuseLatePlace(String id, List<Operation> operations) {
    Set<String> places = new HashSet<>();
    for (Operation operation : operations) {
      switch (operation) {
        case Operation.Directory d when d.mode().endsWith("0") -> places.add(d.path());
        case Operation.RemoveFolder f -> places.add(f.path());
        case Operation.Script s -> places.addAll(s.environment().values());
        case Operation.Upload u -> {
          if (places.stream().anyMatch(p -> p.startsWith("/") && u.path().startsWith(p + "/"))) {
            throw new IllegalArgumentException(
                id
                    + ": "
                    + u.path()
                    + " is sent before its folder is made: that is another step's");
          }
        }
        default -> {}
      }
    }
  }

  /** One that can be left out. */
  public Step(
      String id,
      String node,
      Phase phase,
      String title,
      List<Operation> operations,
      Set<String> after,
      Duration timeout) {
    this(id, node, phase, title, operations, after, timeout, "");
  }

  /** The same that waits for these steps and gates alone. */
  public Step waitingFor(Set<String> others) {
    return new Step(id, node, phase, title, operations, others, timeout, ifStopped);
  }

  /** The same with other operations. */
  public Step doing(List<Operation> others) {
    return new Step(id, node, phase, title, others, after, timeout, ifStopped);
  }

  /**
   * The same without which nothing goes on that waits for it.
   *
   * @param then {@link #ifStopped}
   */
  public Step needed(String then) {
    return new Step(id, node, phase, title, operations, after, timeout, then);
  }
}
