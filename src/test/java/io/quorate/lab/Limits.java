package io.quorate.lab;

import io.quorate.terminal.Tmux;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How long the lab's tests wait at most. These limits guard against what never ends and nothing
 * else: whoever waits goes on as soon as there is what it waits for, so that a long limit costs
 * nothing, and a machine that is slow or busy fails no test.
 */
final class Limits {

  /** For what takes seconds where a machine is fast: an answer, a page, a node that boots. */
  static final Duration SOON = Duration.ofMinutes(4);

  /** For a run of the program, which may change a whole cluster. */
  static final Duration RUN = Duration.ofMinutes(20);

  private static final String WORK = "i=0; while [ $i -lt 400000 ]; do i=$((i + 1)); done";

  /** What the work takes where a core is fast and idle. */
  private static final Duration USUAL = Duration.ofMillis(300);

  private Limits() {}

  /** How much longer this machine takes at present than a fast and idle one; at least 1. */
  static double slowness() {
    Duration took = Commands.run(SOON, "sh", "-c", WORK).orFail().took();
    return Math.max(1, (double) took.toMillis() / USUAL.toMillis());
  }

  /**
   * Looks until what is found is as wanted.
   *
   * @param what what is waited for; said where it does not come, with what was found last
   * @return what was found
   */
  static <T> T await(String what, Supplier<T> look, Predicate<T> wanted) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      T found = look.get();
      if (wanted.test(found)) {
        return found;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + SOON + ": " + what + "; found: " + found);
      }
      Tmux.pause(500);
    }
  }
}
