package io.quorate.engine;

import io.quorate.engine.Preview.OperationPreview;
import io.quorate.engine.Preview.StepPreview;
import io.quorate.plan.Operation;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunFinished;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the sink, without secrets. Once the sink has failed it says so and hands over
 * nothing more: what is not recorded must not happen.
 */
final class EventPublisher implements Consumer<RunEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  private final Redaction redaction;
  private final Consumer<RunEvent> sink;
  private final Runnable whenBroken;
  private final Ledger ledger = new Ledger();
  private volatile @Nullable RuntimeException broken;

  EventPublisher(Redaction redaction, Consumer<RunEvent> sink, Runnable whenBroken) {
    this.redaction = redaction;
    this.sink = sink;
    this.whenBroken = whenBroken;
  }

  @Override
  public void accept(RunEvent event) {
    if (broken != null) {
      return;
    }
    RunEvent told = redaction.redact(event);
    ledger.accept(told);
    try {
      sink.accept(told);
    } catch (RuntimeException e) {
      broken = e;
      LOG.error("the run cannot be recorded any more: {}", Failures.trace(e, redaction));
      whenBroken.run();
    }
  }

  boolean isBroken() {
    return broken != null;
  }

  void rethrow() {
    RuntimeException why = broken;
    if (why != null) {
      throw why;
    }
  }

  /** What the run has changed so far. */
  Ledger ledger() {
    return ledger;
  }

  Redaction redaction() {
    return redaction;
  }

  void begin(Run run, Plan plan) {
    Map<List<Operation>, List<String>> titles = new HashMap<>();
    List<RunEvent.StepInfo> steps =
        plan.steps().stream()
            .map(
                step ->
                    info(step, titles.computeIfAbsent(step.operations(), EventPublisher::titles)))
            .toList();
    accept(
        new RunEvent.RunStarted(
            Instant.now(),
            run.id(),
            run.journey(),
            run.cluster(),
            run.rehearsal(),
            run.nodes(),
            steps,
            plan.gates()));
    rethrow();
  }

  private static List<String> titles(List<Operation> operations) {
    return operations.stream().map(Operation::title).toList();
  }

  private static RunEvent.StepInfo info(Step step, List<String> titles) {
    return new RunEvent.StepInfo(
        step.id(),
        step.node(),
        step.phase(),
        step.title(),
        titles,
        new TreeSet<>(step.after()),
        step.ifStopped());
  }

  /** What the check saw of a step that needs nothing. */
  void evidence(StepPreview looked) {
    Step step = looked.step();
    for (int i = 0; i < looked.operations().size(); i++) {
      OperationPreview operation = looked.operations().get(i);
      accept(
          new RunEvent.OperationFinished(
              Instant.now(), step.id(), step.node(), i, operation.outcome(), operation.detail()));
    }
  }

  void finished(Step step, StepResult result) {
    finished(step, new StepRunner.Ending(result, 0, null, null));
  }

  void finished(Step step, StepRunner.Ending ending) {
    accept(
        new RunEvent.StepFinished(
            Instant.now(),
            step.id(),
            step.node(),
            ending.result(),
            ending.millis(),
            ending.failure()));
  }

  RunFinished end(RunResult result, String message) {
    RunFinished finished = new RunFinished(Instant.now(), result, redaction.redact(message));
    accept(finished);
    rethrow();
    return finished;
  }
}
