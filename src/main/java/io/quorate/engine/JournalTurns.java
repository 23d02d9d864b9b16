package io.quorate.engine;

import io.quorate.plan.Outcome;
import java.util.Arrays;

/**
 * Which operation of each step begins without a line of its own: the first with its step, and each
 * with the end of the one before it.
 */
final class JournalTurns {

  /** The step was not begun, or is over. */
  private static final int IDLE = -1;

  private final int[] next;

  /**
   * @param steps how many there are
   */
  JournalTurns(int steps) {
    next = new int[steps];
    Arrays.fill(next, IDLE);
  }

  /** The step begins; returns whether its first operation does, too. */
  boolean begin(int step, int operations) {
    next[step] = 0;
    return operations > 0;
  }

  /** An operation is finished; returns whether the one after it begins. */
  boolean finish(int step, int operation, Outcome outcome, int operations) {
    boolean begins = next[step] != IDLE && outcome != Outcome.FAILED && operation + 1 < operations;
    if (begins) {
      next[step] = operation + 1;
    }
    return begins;
  }

  void end(int step) {
    next[step] = IDLE;
  }

  /** Whether the operation's beginning was told by the lines before. */
  boolean isNext(int step, int operation) {
    return next[step] == operation;
  }
}
