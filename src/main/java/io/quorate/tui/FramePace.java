package io.quorate.tui;

import java.time.Duration;

/**
 * How often frames are drawn: 30 a second, fewer on a link that takes long to accept them. Keys are
 * shown at once whatever the pace.
 */
final class FramePace {

  private static final long FASTEST = Duration.ofMillis(33).toNanos();
  private static final long SLOWEST = Duration.ofMillis(500).toNanos();
  private static final long SLOW_WRITE = Duration.ofMillis(50).toNanos();
  private static final long TICK = Duration.ofMillis(250).toNanos();

  private long interval = FASTEST;

  /** Nanoseconds from one frame's end to the next. */
  long interval() {
    return interval;
  }

  /** Nanoseconds from one tick to the next while nothing else happens. */
  long tick() {
    return Math.max(TICK, interval);
  }

  /** Takes in how many nanoseconds the terminal took to accept a frame. */
  void wrote(long nanos) {
    if (nanos > SLOW_WRITE) {
      interval = Math.min(SLOWEST, interval * 2);
    } else if (nanos < SLOW_WRITE / 2) {
      interval = Math.max(FASTEST, interval / 2);
    }
  }
}
