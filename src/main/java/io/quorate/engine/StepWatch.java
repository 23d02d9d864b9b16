package io.quorate.engine;

import io.quorate.node.Node;
import io.quorate.plan.Fault;
import io.quorate.plan.Operation;
import io.quorate.plan.Outcome;
import io.quorate.plan.Step;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Hears one attempt of a step, passes it on as events, and knows afterwards what it came to. */
final class StepWatch implements Node.Listener {
  private static final int LAST_LINES = 20;
  private static final int LONGEST_LINE = 8_192;
  private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(100);

  private final Step step;
  private final Consumer<RunEvent> events;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
  private Instant lastProgress = Instant.EPOCH;
  private int current;
  private int finished;
  private Fault failure = Fault.of(Fault.Kind.DEFECT, "the node ended before all was done");

  StepWatch(Step step, Consumer<RunEvent> events) {
    this.step = step;
    this.events = events;
  }

  @Override
  public void started(int operation) {
    current = operation;
    lastLines.clear();
    lastProgress = Instant.EPOCH;
    events.accept(new RunEvent.OperationStarted(Instant.now(), step.id(), step.node(), operation));
  }

  @Override
  public void output(int operation, String line) {
    String shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
    lastLines.add(shown);
    if (lastLines.size() > LAST_LINES) {
      lastLines.remove();
    }
    events.accept(new RunEvent.Output(Instant.now(), step.id(), step.node(), shown));
  }

  @Override
  public void progress(int operation, long done, long total) {
    Instant now = Instant.now();
    if (done == total || Duration.between(lastProgress, now).compareTo(BETWEEN_PROGRESS) >= 0) {
      lastProgress = now;
      events.accept(new RunEvent.Progress(now, step.id(), step.node(), operation, done, total));
    }
  }

  @Override
  public void diff(int operation, String line) {
    output(operation, line);
  }

  @Override
  public void finished(int operation, Outcome outcome, String detail) {
    current = operation;
    finished++;
    outcomes.add(outcome);
    if (outcome == Outcome.FAILED && failure.kind() == Fault.Kind.DEFECT) {
      failure = Fault.of(Fault.Kind.REFUSED, detail);
    }
    events.accept(
        new RunEvent.OperationFinished(
            Instant.now(), step.id(), step.node(), operation, outcome, detail));
  }

  @Override
  public void failed(int operation, Fault fault) {
    failure = fault;
    finished(operation, Outcome.FAILED, fault.words());
  }

  /** The operation that runs or ran last. */
  Operation operation() {
    return step.operations().get(current);
  }

  /** What it printed last. */
  List<String> lastLines() {
    return List.copyOf(lastLines);
  }

  Fault failure() {
    return failure;
  }

  /** What the step came to, once the node has returned. */
  StepResult result() {
    if (outcomes.contains(Outcome.FAILED)) {
      return StepResult.FAILED;
    }
    if (finished < step.operations().size()) {
      return StepResult.FAILED;
    }
    if (outcomes.contains(Outcome.WARNED)) {
      return StepResult.WARNED;
    }
    return outcomes.contains(Outcome.CHANGED) ? StepResult.CHANGED : StepResult.UNCHANGED;
  }
}
