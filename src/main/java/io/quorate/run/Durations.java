package io.quorate.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** How long steps of each kind took when they changed something, as runs recorded it. Immutable. */
public final class Durations {

  private final Map<String, Long> median;

  private Durations(Map<String, Long> median) {
    this.median = Map.copyOf(median);
  }

  /** Nothing was recorded. */
  public static Durations none() {
    return new Durations(Map.of());
  }

  /** What steps that do the same on different nodes share: the id before its {@code @node}. */
  public static String kind(String step) {
    int at = step.lastIndexOf('@');
    return at < 0 ? step : step.substring(0, at);
  }

  /** The median of a kind, milliseconds; empty when no such step was recorded. */
  public OptionalLong of(String kind) {
    Long millis = median.get(kind);
    return millis == null ? OptionalLong.empty() : OptionalLong.of(millis);
  }

  /** Gathers durations from events. Confined to one thread. */
  public static final class Recorder {
    private final Map<String, List<Long>> seen = new HashMap<>();

    /** Steps that found all in order say nothing of the work. */
    public void take(RunEvent event) {
      if (event instanceof RunEvent.StepFinished e
          && (e.result() == RunEvent.StepResult.CHANGED
              || e.result() == RunEvent.StepResult.WARNED)) {
        add(e.step(), e.millis());
      }
    }

    void add(String step, long millis) {
      seen.computeIfAbsent(kind(step), k -> new ArrayList<>()).add(millis);
    }

    public Durations durations() {
      Map<String, Long> medians = new HashMap<>();
      seen.forEach((kind, all) -> medians.put(kind, median(all)));
      return new Durations(medians);
    }

    private static long median(List<Long> values) {
      List<Long> sorted = new ArrayList<>(values);
      Collections.sort(sorted);
      return sorted.get(sorted.size() / 2);
    }
  }
}
