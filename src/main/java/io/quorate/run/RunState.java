package io.quorate.run;

import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as far as its events went: what panes, plain text and reports draw. It knows nothing but
 * what {@link #apply} was told, so a live run, a rehearsal and a recorded run look the same.
 *
 * <p>Confined to one thread, and changed in place: a line of output costs a slot in a ring, nothing
 * more.
 */
public final class RunState {

  /** Lines of output kept of each node, unless said otherwise. */
  public static final int OUTPUT_LINES = 500;

  /**
   * What a closing check found.
   *
   * @param title of the operation
   * @param holds false: it is a warning
   */
  public record Evidence(String node, String step, String title, String detail, boolean holds) {}

  /** A stretch of the run. */
  public record PhaseState(Phase phase, Counts counts) {}

  private record OperationKey(String step, int operation) {}

  private final int outputLines;
  private final Map<String, NodeState> nodes = new LinkedHashMap<>();
  private final Map<String, StepState> steps = new LinkedHashMap<>();
  private final Map<Phase, Counts.Tally> phases = new EnumMap<>(Phase.class);
  private final Counts.Tally tally = new Counts.Tally();
  private final Map<OperationKey, Evidence> evidence = new LinkedHashMap<>();
  private RunEvent.@Nullable RunStarted started;
  private RunEvent.@Nullable RunFinished finished;
  private @Nullable ProcessDeath death;
  private @Nullable Instant last;
  private boolean stopping;

  public RunState() {
    this(OUTPUT_LINES);
  }

  /**
   * @param outputLines how many lines of output are kept of each node, at least 1
   */
  public RunState(int outputLines) {
    this.outputLines = outputLines;
  }

  /**
   * Takes in the next event.
   *
   * @throws IllegalArgumentException when it speaks of a node or step that the run does not have
   */
  public void apply(RunEvent event) {
    Instant latest = last;
    if (latest == null || event.at().isAfter(latest)) {
      last = event.at();
    }
    switch (event) {
      case RunEvent.RunStarted e -> begin(e);
      case RunEvent.Checking e -> node(e.node()).check(e.done(), e.total());
      case RunEvent.StepStarted e -> {
        StepState step = step(e.step());
        move(step, StepStatus.RUNNING);
        step.begin(e.attempt(), e.at());
        node(e.node()).current(step);
      }
      case RunEvent.OperationStarted e -> step(e.step()).startOperation(e.operation());
      case RunEvent.Output e -> node(e.node()).output().add(e);
      case RunEvent.Progress e -> step(e.step()).progress(e.done(), e.total());
      case RunEvent.OperationFinished e -> finish(e);
      case RunEvent.StepFinished e -> finish(e);
      case RunEvent.StepRetrying e -> {
        StepState step = step(e.step());
        move(step, StepStatus.RETRYING);
        step.retry(e.at().plusMillis(e.delayMillis()));
      }
      case RunEvent.StepReopened e -> {
        StepState step = step(e.step());
        move(step, StepStatus.WAITING);
        step.finish(0, null);
      }
      case RunEvent.NodeLost e -> node(e.node()).lost(e.reason());
      case RunEvent.NodeBack e -> node(e.node()).lost(null);
      case RunEvent.CommandReceived e -> stopping |= e.command().equals("stop");
      case RunEvent.RunFinished e -> finished = e;
    }
  }

  /**
   * The run's process is gone: nothing more comes, and its clock stops at the last that was heard.
   *
   * @param now what counts when nothing was heard
   */
  public void died(ProcessDeath why, Instant now) {
    if (finished != null) {
      return;
    }
    death = why;
    Instant latest = last;
    finished =
        new RunEvent.RunFinished(
            latest == null ? now : latest, RunEvent.RunResult.FAILED, why.sentence());
    if (why.isCertain()) {
      nodes.values().forEach(NodeState::cutOff);
    }
  }

  private void begin(RunEvent.RunStarted event) {
    started = event;
    for (RunEvent.NodeInfo info : event.nodes()) {
      nodes.put(info.name(), new NodeState(info, outputLines));
    }
    for (RunEvent.StepInfo info : event.steps()) {
      StepState step = new StepState(info);
      steps.put(info.id(), step);
      node(info.node()).add(step);
      tally.add(step.status());
      phases.computeIfAbsent(info.phase(), p -> new Counts.Tally()).add(step.status());
    }
  }

  private void finish(RunEvent.OperationFinished event) {
    StepState step = step(event.step());
    step.finishOperation(
        event.operation(), new StepState.OperationState(event.outcome(), event.detail()));
    OperationKey key = new OperationKey(event.step(), event.operation());
    // What a closing step changes, such as a note that goes, is no proof.
    boolean shown =
        step.info().phase() == Phase.VERIFY
            && event.outcome() == Outcome.UNCHANGED
            && !event.detail().isEmpty();
    if (event.outcome() == Outcome.WARNED || shown) {
      String title = step.info().operations().get(event.operation());
      boolean holds = event.outcome() != Outcome.WARNED;
      evidence.put(key, new Evidence(event.node(), event.step(), title, event.detail(), holds));
    } else {
      evidence.remove(key);
    }
  }

  private void finish(RunEvent.StepFinished event) {
    StepState step = step(event.step());
    move(step, StepStatus.of(event.result()));
    step.finish(event.millis(), event.failure());
    NodeState node = node(event.node());
    if (node.current() == step) {
      node.current(null);
    }
  }

  private void move(StepState step, StepStatus to) {
    StepStatus from = step.status();
    step.status(to);
    tally.move(from, to);
    node(step.info().node()).tally().move(from, to);
    phases.computeIfAbsent(step.info().phase(), p -> new Counts.Tally()).move(from, to);
  }

  /** The first event; null before it came. */
  public RunEvent.@Nullable RunStarted started() {
    return started;
  }

  /** Why the run's process is gone without a last word; null when it is not. */
  public @Nullable ProcessDeath death() {
    return death;
  }

  /** Whether what was under way is cut off for certain. */
  public boolean isCutOff() {
    return death != null && death.isCertain();
  }

  /** The last event, or what stands for it when the process died; null while the run goes on. */
  public RunEvent.@Nullable RunFinished finished() {
    return finished;
  }

  /** The nodes in the order in which the run names them. */
  public Collection<NodeState> nodes() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  /** The steps in the plan's order. */
  public Collection<StepState> steps() {
    return Collections.unmodifiableCollection(steps.values());
  }

  /**
   * @throws IllegalArgumentException when the run has no such node
   */
  public NodeState node(String name) {
    NodeState node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("the run has no node " + name);
    }
    return node;
  }

  /**
   * @throws IllegalArgumentException when the run has no such step
   */
  public StepState step(String id) {
    StepState step = steps.get(id);
    if (step == null) {
      throw new IllegalArgumentException("the run has no step " + id);
    }
    return step;
  }

  public Counts counts() {
    return tally.counts();
  }

  /** The phases that the run has, in the order in which a person sees them. */
  public List<PhaseState> phases() {
    List<PhaseState> list = new ArrayList<>();
    phases.forEach((phase, counts) -> list.add(new PhaseState(phase, counts.counts())));
    return list;
  }

  /** What closing checks found, and every warning, in the order in which they were looked at. */
  public List<Evidence> evidence() {
    return List.copyOf(evidence.values());
  }

  /** The checks that do not hold. */
  public List<Evidence> warnings() {
    return evidence.values().stream().filter(e -> !e.holds()).toList();
  }

  /** The failed steps, in the plan's order; each has its {@link StepState#failure()}. */
  public List<StepState> failures() {
    return steps.values().stream().filter(s -> s.status() == StepStatus.FAILED).toList();
  }

  /** Whether a person asked the run to end after the running steps. */
  public boolean stopping() {
    return stopping;
  }

  /** Whether nothing goes on until a person retries or leaves out what failed. */
  public boolean awaitingDecision() {
    Counts counts = tally.counts();
    return finished == null && counts.failed() > 0 && counts.active() == 0 && counts.waiting() == 0;
  }

  /** How long it has been running at {@code now}, or took; zero before it began. */
  public Duration elapsed(Instant now) {
    if (started == null) {
      return Duration.ZERO;
    }
    return Duration.between(started.at(), finished == null ? now : finished.at());
  }
}
