package io.quorate.engine;

import io.quorate.node.Node;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Fault;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Step;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one step to an end: attempts, time-out, retries of what may be retried, and finding back
 * to a node that was lost. A step is run again from its beginning, since operations look before
 * they act.
 */
final class StepRunner {
  /** A step that breaks its connection each time would go on for ever. */
  private static final int MOST_LOSSES = 3;

  private final Settings settings;
  private final Failures failures;
  private final Connection.Pause pause;
  private final Consumer<RunEvent> events;

  /**
   * How a step ended.
   *
   * @param failure only when it failed
   * @param operation that failed; null when it was none of the step's
   */
  record Ending(
      StepResult result,
      long millis,
      RunEvent.@Nullable Failure failure,
      @Nullable Operation operation) {

    Ending with(RunEvent.Failure more) {
      return new Ending(result, millis, more, operation);
    }
  }

  /** How one attempt ended. */
  private sealed interface Attempt {
    record Ended(StepResult result) implements Attempt {}

    record Failed(Operation operation, RunEvent.Failure failure) implements Attempt {}

    record Lost(NodeException why) implements Attempt {}
  }

  StepRunner(
      Settings settings, Failures failures, Connection.Pause pause, Consumer<RunEvent> events) {
    this.settings = settings;
    this.failures = failures;
    this.pause = pause;
    this.events = events;
  }

  Ending run(Step step, Connection connection) throws InterruptedException {
    long begun = System.nanoTime();
    int retries = 0;
    int losses = 0;
    for (int number = 1; ; number++) {
      events.accept(new RunEvent.StepStarted(Instant.now(), step.id(), step.node(), number));
      switch (attempt(step, connection)) {
        case Attempt.Ended(StepResult result) -> {
          return new Ending(result, since(begun), null, null);
        }
        case Attempt.Failed(Operation operation, RunEvent.Failure failure) -> {
          if (retries >= retriesOf(operation) || !wait(step, number, retries++)) {
            return new Ending(StepResult.FAILED, since(begun), failure, operation);
          }
        }
        case Attempt.Lost(NodeException why) -> {
          NodeException gone = connection.regain(why);
          if (gone != null || ++losses > MOST_LOSSES) {
            return new Ending(
                StepResult.FAILED,
                since(begun),
                unreachable(step, gone == null ? why : gone),
                null);
          }
        }
      }
    }
  }

  private Attempt attempt(Step step, Connection connection) throws InterruptedException {
    if (step.operations().isEmpty()) {
      return new Attempt.Ended(StepResult.UNCHANGED);
    }
    StepWatch watch = new StepWatch(step, events);
    try {
      if (!execute(connection.node(), step, watch)) {
        String late = "did not finish within " + Spans.text(step.timeout());
        return failed(watch, Fault.of(Fault.Kind.TIMED_OUT, late));
      }
    } catch (NodeException e) {
      return new Attempt.Lost(e);
    }
    StepResult result = watch.result();
    return result == StepResult.FAILED ? failed(watch, watch.failure()) : new Attempt.Ended(result);
  }

  /** Returns false when the time was over; the node has ended the program then. */
  private static boolean execute(Node node, Step step, StepWatch watch)
      throws NodeException, InterruptedException {
    try (Deadline deadline = new Deadline(step.timeout())) {
      try {
        node.execute(step.operations(), Mode.APPLY, watch);
        return true;
      } catch (NodeException | InterruptedException e) {
        if (deadline.passed()) {
          return false;
        }
        throw e;
      }
    }
  }

  private Attempt failed(StepWatch watch, Fault fault) {
    Operation operation = watch.operation();
    return new Attempt.Failed(operation, failures.explain(operation, fault, watch.lastLines()));
  }

  private RunEvent.Failure unreachable(Step step, NodeException why) {
    return failures.explain(
        "connecting to " + step.node(),
        "connection",
        Fault.of(Fault.Kind.UNREACHABLE, Failures.message(why)),
        List.of());
  }

  /** A script makes its attempts on the node, within the step. */
  private int retriesOf(Operation operation) {
    return operation.retryable() && !(operation instanceof Operation.Script)
        ? settings.retryPauses().size()
        : 0;
  }

  /** Waits before the next attempt; false when the run is being stopped meanwhile. */
  private boolean wait(Step step, int number, int retries) throws InterruptedException {
    Duration length = settings.retryPauses().get(retries);
    events.accept(
        new RunEvent.StepRetrying(
            Instant.now(), step.id(), step.node(), number + 1, length.toMillis()));
    return !pause.forDuration(length);
  }

  private static long since(long begun) {
    return (System.nanoTime() - begun) / 1_000_000;
  }
}
