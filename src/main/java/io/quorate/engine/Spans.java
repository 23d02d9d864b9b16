package io.quorate.engine;

import java.time.Duration;

/** Lengths of time and numbers of things as people say them. */
final class Spans {
  private Spans() {}

  /** Such as {@code 90 s}, {@code 5 min} or {@code 250 ms}. */
  static String text(Duration span) {
    if (span.toMillisPart() > 0) {
      return span.toMillis() + " ms";
    }
    long seconds = span.toSeconds();
    return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + " min" : seconds + " s";
  }

  /** Such as {@code 1 step} or {@code 3 steps}. */
  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
