package io.quorate.run;

import io.quorate.plan.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final Map<String, Placed> ready = new HashMap<>();
  private final Map<String, Gate> gates = new HashMap<>();
  private final Map<String, Placed> free = new HashMap<>();
  private int open;
  private int known;

  /**
   * A step on the way to another.
   *
   * @param left how long it will still take; empty when no step of its kind has been recorded
   */
  public record Leg(StepState step, Optional<Duration> left) {}

  /**
   * When something is done, in milliseconds from now.
   *
   * @param legs how many steps lie one behind the other until then: where no duration is known, the
   *     longer way is the later one
   * @param step the last of them; null: nothing is left to wait for
   * @param before what that one waits for; null: nothing
   */
  private record Placed(long end, int legs, @Nullable StepState step, @Nullable Placed before) {
    static final Placed DONE = new Placed(0, 0, null, null);

    /** What ends together with as long a way behind it is told apart by its name. */
    private static final Comparator<Placed> BY_END =
        Comparator.comparingLong(Placed::end)
            .thenComparingInt(Placed::legs)
            .thenComparing(placed -> placed.step() == null ? "" : placed.step().id());

    Placed later(Placed other) {
      return BY_END.compare(other, this) > 0 ? other : this;
    }
  }

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

  /** The way that takes longest to the run's end, from what is under way now. */
  public static List<Leg> longestWay(RunState run, Durations earlier, Instant now) {
    Estimate estimate = new Estimate(run, earlier, now);
    return estimate.way(estimate.placeAll());
  }

  /**
   * What a step waits for longest, and what that waits for, from what is under way now on; the step
   * itself is the last.
   */
  public static List<Leg> wayTo(StepState step, RunState run, Durations earlier, Instant now) {
    Estimate estimate = new Estimate(run, earlier, now);
    estimate.placeAll();
    return estimate.way(estimate.place(step));
  }

  private List<Leg> way(Placed last) {
    List<Leg> way = new ArrayList<>();
    for (Placed at = last; at != null && at.step() != null; at = at.before()) {
      OptionalLong usual = usual(at.step());
      way.addFirst(
          new Leg(
              at.step(),
              usual.isPresent()
                  ? Optional.of(Duration.ofMillis(rest(at.step(), usual.getAsLong())))
                  : Optional.empty()));
    }
    return way;
  }

  private Optional<Duration> play() {
    Placed end = placeAll();
    return open == 0 || known < LEAST_KNOWN * open
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(end.end()));
  }

  /** What is under way comes first on its node, wherever the plan names it. */
  private Placed placeAll() {
    run.steps().stream().filter(s -> s.status().isActive()).forEach(this::place);
    Placed end = Placed.DONE;
    for (StepState step : run.steps()) {
      end = end.later(place(step));
    }
    return end;
  }

  /** When the step ends. */
  private Placed place(StepState step) {
    Placed placed = ready.get(step.id());
    if (placed != null || step.status().isFinal()) {
      return placed == null ? Placed.DONE : placed;
    }
    String node = step.info().node();
    Placed begin = begin(step.info().after());
    begin = begin.later(free.getOrDefault(node, Placed.DONE));
    open++;
    OptionalLong usual = usual(step);
    known += usual.isPresent() ? 1 : 0;
    Placed end =
        new Placed(begin.end() + rest(step, usual.orElse(0)), begin.legs() + 1, step, begin);
    ready.put(step.id(), end);
    free.put(node, end);
    return end;
  }

  /** When all of these are done. */
  private Placed begin(Set<String> after) {
    Placed begin = Placed.DONE;
    for (String before : after) {
      Gate gate = gates.get(before);
      begin = begin.later(gate == null ? place(run.step(before)) : passed(gate));
    }
    return begin;
  }

  private Placed passed(Gate gate) {
    Placed known = ready.get(gate.id());
    if (known == null) {
      known = begin(gate.after());
      ready.put(gate.id(), known);
    }
    return known;
  }

  private long rest(StepState step, long usual) {
    return Math.max(0, usual - spent(step));
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
