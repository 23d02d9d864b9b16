package io.quorate.run;

/**
 * How many steps stand where.
 *
 * @param unbegun of the blocked and the skipped: those that never began, such as after a stop
 */
public record Counts(
    int waiting,
    int active,
    int unchanged,
    int changed,
    int warned,
    int failed,
    int blocked,
    int skipped,
    int unbegun) {

  public int total() {
    return waiting + active + finished();
  }

  /** Steps that nothing more happens to. */
  public int finished() {
    return done() + failed + blocked + skipped;
  }

  /** Steps that something was done about, and that nothing more happens to. */
  public int progressed() {
    return finished() - unbegun;
  }

  /** Steps that ended as they should, warnings included. */
  public int done() {
    return unchanged + changed + warned;
  }

  /** Counts steps as they go from one status to another. Confined to the thread of its state. */
  static final class Tally {
    private final int[] counts = new int[StepStatus.values().length];
    private int unbegun;

    void add(StepStatus status) {
      counts[status.ordinal()]++;
    }

    void move(StepStatus from, StepStatus to) {
      counts[from.ordinal()]--;
      counts[to.ordinal()]++;
      if (from == StepStatus.WAITING && isOut(to)) {
        unbegun++;
      } else if (from == StepStatus.BLOCKED && !isOut(to)) {
        unbegun--;
      }
    }

    private static boolean isOut(StepStatus status) {
      return status == StepStatus.BLOCKED || status == StepStatus.SKIPPED;
    }

    Counts counts() {
      return new Counts(
          of(StepStatus.WAITING),
          of(StepStatus.RUNNING) + of(StepStatus.RETRYING),
          of(StepStatus.UNCHANGED),
          of(StepStatus.CHANGED),
          of(StepStatus.WARNED),
          of(StepStatus.FAILED),
          of(StepStatus.BLOCKED),
          of(StepStatus.SKIPPED),
          unbegun);
    }

    private int of(StepStatus status) {
      return counts[status.ordinal()];
    }
  }
}
