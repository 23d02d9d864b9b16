package io.quorate.run;

import io.quorate.plan.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How long a run will still take: the plan is played to its end with the durations that earlier
 * runs recorded, and with those of this run where a step of the kind is done already. One step runs
 * at a time on a node, and none before those it comes after.
 */
public final class Estimate {

  /** Below this share of steps whose duration is known, an estimate would be a guess. */
  private static final double LEAST_KNOWN = 0.6;

  private final RunState run;
  private final Instant now;
  private final Durations earlier;
  private final Durations own;
  private final Map<String, Long> ready = new HashMap<>();
  private final Map<String, Gate> gates = new HashMap<>();
  private final Map<String, Long> free = new HashMap<>();
  private int open;
  private int known;

  private Estimate(RunState run, Durations earlier, Instant now) {
    this.run = run;
    this.now = now;
    this.earlier = earlier;
    RunEvent.RunStarted started = run.started();
    if (started != null) {
      started.gates().forEach(gate -> gates.put(gate.id(), gate));
    }
    Durations.Recorder recorder = new Durations.Recorder();
    for (StepState step : run.steps()) {
      if (step.status() == StepStatus.CHANGED || step.status() == StepStatus.WARNED) {
        recorder.add(step.id(), step.millis());
      }
    }
    this.own = recorder.durations();
  }

  /**
   * The rest of the run at {@code now}; empty when too little was recorded, and when nothing goes
   * on. Steps that failed, or wait for one that did, are not counted: a person decides on them.
   */
  public static Optional<Duration> rest(RunState run, Durations earlier, Instant now) {
    if (run.started() == null || run.finished() != null || run.awaitingDecision()) {
      return Optional.empty();
    }
    return new Estimate(run, earlier, now).play();
  }

  private Optional<Duration> play() {
    long end = 0;
    for (StepState step : run.steps()) {
      end = Math.max(end, place(step));
    }
    return open == 0 || known < LEAST_KNOWN * open
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(end));
  }

  /** When the step ends, in milliseconds from now. */
  private long place(StepState step) {
    Long placed = ready.get(step.id());
    if (placed != null || step.status().isFinal()) {
      return placed == null ? 0 : placed;
    }
    String node = step.info().node();
    long begin = begin(step.info().after());
    begin = Math.max(begin, free.getOrDefault(node, 0L));
    open++;
    OptionalLong usual = usual(step);
    known += usual.isPresent() ? 1 : 0;
    long end = begin + Math.max(0, usual.orElse(0) - spent(step));
    ready.put(step.id(), end);
    free.put(node, end);
    return end;
  }

  /** When all of these are done. */
  private long begin(Set<String> after) {
    long begin = 0;
    for (String before : after) {
      Gate gate = gates.get(before);
      begin = Math.max(begin, gate == null ? place(run.step(before)) : passed(gate));
    }
    return begin;
  }

  private long passed(Gate gate) {
    Long known = ready.get(gate.id());
    if (known == null) {
      known = begin(gate.after());
      ready.put(gate.id(), known);
    }
    return known;
  }

  private OptionalLong usual(StepState step) {
    OptionalLong here = own.of(Durations.kind(step.id()));
    return here.isPresent() ? here : earlier.of(Durations.kind(step.id()));
  }

  private long spent(StepState step) {
    Instant started = step.startedAt();
    return step.status() == StepStatus.RUNNING && started != null
        ? Duration.between(started, now).toMillis()
        : 0;
  }
}
