package io.quorate.run.report;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
public final class Clock {

  private Clock() {}

  /** {@code 0:07}, {@code 1:02:03}. */
  public static String of(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return seconds >= 3600
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** {@code 0.4 s} below a minute. */
  static String exact(Duration time) {
    return time.toMinutes() < 1
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
        : of(time);
  }
}
