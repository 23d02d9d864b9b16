package io.quorate.run.report;

import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When what happened on which node.
 *
 * @param spans attempts of steps in the order of their beginning
 * @param losses stretches in which a node could not be reached
 */
record Timeline(Instant begin, Instant end, List<Span> spans, List<Loss> losses) {

  /** What an attempt came to. */
  enum Outcome {
    UNCHANGED,
    CHANGED,
    WARNED,
    FAILED,
    /** It was under way when the recording ended. */
    OPEN;

    String style() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** One attempt of a step. */
  record Span(String step, String node, int attempt, Instant from, Instant to, Outcome outcome) {}

  /** A node was not reachable. */
  record Loss(String node, Instant from, Instant to, String reason) {}

  /**
   * @param events a recording, not empty
   */
  static Timeline of(List<RunEvent> events) {
    Instant begin = events.getFirst().at();
    Instant end = events.stream().map(RunEvent::at).max(Instant::compareTo).orElse(begin);
    Map<String, RunEvent.StepStarted> open = new LinkedHashMap<>();
    Map<String, RunEvent.NodeLost> lost = new LinkedHashMap<>();
    List<Span> spans = new ArrayList<>();
    List<Loss> losses = new ArrayList<>();
    for (RunEvent event : events) {
      switch (event) {
        case RunEvent.StepStarted e -> open.put(e.step(), e);
        case RunEvent.StepFinished e -> close(open.remove(e.step()), e.at(), of(e.result()), spans);
        case RunEvent.StepRetrying e -> close(open.remove(e.step()), e.at(), Outcome.FAILED, spans);
        case RunEvent.NodeLost e -> lost.putIfAbsent(e.node(), e);
        case RunEvent.NodeBack e -> {
          RunEvent.NodeLost from = lost.remove(e.node());
          if (from != null) {
            losses.add(new Loss(e.node(), from.at(), e.at(), from.reason()));
          }
        }
        default -> {
          // What happens within a step has no place of its own here.
        }
      }
    }
    open.values().forEach(e -> close(e, end, Outcome.OPEN, spans));
    lost.values().forEach(e -> losses.add(new Loss(e.node(), e.at(), end, e.reason())));
    spans.sort(java.util.Comparator.comparing(Span::from));
    return new Timeline(begin, end, List.copyOf(spans), List.copyOf(losses));
  }

  private static void close(
      RunEvent.@Nullable StepStarted started, Instant at, Outcome outcome, List<Span> spans) {
    if (started != null) {
      spans.add(
          new Span(started.step(), started.node(), started.attempt(), started.at(), at, outcome));
    }
  }

  private static Outcome of(StepResult result) {
    return switch (result) {
      case UNCHANGED, BLOCKED, SKIPPED -> Outcome.UNCHANGED;
      case CHANGED -> Outcome.CHANGED;
      case WARNED -> Outcome.WARNED;
      case FAILED -> Outcome.FAILED;
    };
  }
}
