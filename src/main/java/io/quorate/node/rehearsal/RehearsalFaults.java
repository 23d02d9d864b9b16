package io.quorate.node.rehearsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a rehearsal, and when. Operations count from 1 on each machine, over all calls
 * that apply; each fault happens once. For several threads.
 */
public final class RehearsalFaults {

  /** What happens. */
  public enum Kind {
    /** The operation fails, having done nothing. */
    FAIL,
    /**
     * The step fails: the operation, or the first after it that is not tried again by itself, does.
     */
    FAIL_STEP,
    /** The connection breaks at the beginning of the operation, before it did anything. */
    LOSE,
    /**
     * The run dies when the operation is done, before anybody hears of it: this call and all later
     * ones to any machine throw {@link Killed}, until {@link RehearsalFaults#revive}.
     */
    KILL
  }

  private record Fault(Kind kind, String machine, int operation) {}

  /** The run was killed. A dead run can tell nobody: whoever gets this takes no further step. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Killed(String machine, int operation) {
      super(
          "the rehearsed run was killed after operation " + operation + " on " + machine,
          null,
          false,
          false);
    }
  }

  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Integer> begun = new HashMap<>();
  private @Nullable Killed killed;

  /** Nothing goes wrong, as long as nothing is added. */
  public static RehearsalFaults none() {
    return new RehearsalFaults();
  }

  /**
   * @param operation counts from 1
   */
  public synchronized RehearsalFaults at(Kind kind, String machine, int operation) {
    faults.add(new Fault(kind, machine, operation));
    return this;
  }

  /** How many operations were begun on the machine so far. */
  public synchronized int begun(String machine) {
    return begun.getOrDefault(machine, 0);
  }

  /** A new run begins after one was killed. */
  public synchronized void revive() {
    killed = null;
  }

  synchronized void throwIfKilled() {
    if (killed != null) {
      throw killed;
    }
  }

  /**
   * Counts an operation; what goes wrong with it, if anything.
   *
   * @param retried whether it is tried again by itself where it fails
   */
  synchronized @Nullable Kind begin(String machine, boolean retried) {
    int operation = begun.merge(machine, 1, Integer::sum);
    for (Fault fault : faults) {
      boolean due =
          fault.kind == Kind.FAIL_STEP
              ? fault.operation <= operation && !retried
              : fault.operation == operation;
      if (fault.machine.equals(machine) && due) {
        faults.remove(fault);
        return fault.kind;
      }
    }
    return null;
  }

  synchronized void kill(String machine) {
    killed = new Killed(machine, begun(machine));
    throw killed;
  }
}
