package io.quorate.run;

import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened in a run: one line of its journal. Holds nothing secret. */
public sealed interface RunEvent {

  Instant at();

  /** A node as the panes show it. */
  record NodeInfo(String name, String address, boolean master, boolean worker) {}

  /** A step as the panes show it. */
  record StepInfo(
      String id,
      String node,
      Phase phase,
      String title,
      List<String> operations,
      Set<String> after) {}

  /**
   * The first event.
   *
   * @param journey install, …
   * @param rehearsal whether the nodes are simulated
   */
  record RunStarted(
      Instant at,
      String run,
      String journey,
      String cluster,
      boolean rehearsal,
      List<NodeInfo> nodes,
      List<StepInfo> steps)
      implements RunEvent {}

  /**
   * A node is being asked what differs, before anything is done.
   *
   * @param done operations looked at so far
   * @param total operations to look at
   */
  record Checking(Instant at, String node, int done, int total) implements RunEvent {}

  /** A step begins; attempts count from 1. */
  record StepStarted(Instant at, String step, String node, int attempt) implements RunEvent {}

  record OperationStarted(Instant at, String step, String node, int operation)
      implements RunEvent {}

  /** A line of a command's output, redacted. */
  record Output(Instant at, String step, String node, String line) implements RunEvent {}

  record Progress(Instant at, String step, String node, int operation, long done, long total)
      implements RunEvent {}

  record OperationFinished(
      Instant at, String step, String node, int operation, Outcome outcome, String detail)
      implements RunEvent {}

  /**
   * Why a step failed.
   *
   * @param operation its title
   * @param exitCode -1 when there was none
   * @param lastLines what was printed last
   * @param cause the likely cause in a sentence; empty when unknown
   * @param remedy the next move; empty when unknown
   */
  record Failure(
      String operation,
      int exitCode,
      String message,
      List<String> lastLines,
      String cause,
      String remedy) {
    public Failure {
      lastLines = List.copyOf(lastLines);
    }
  }

  /** What became of a step. */
  enum StepResult {
    UNCHANGED,
    CHANGED,
    WARNED,
    FAILED,
    /** Left out because a step before it failed. */
    BLOCKED,
    /** Left out by the person, or not begun when the run was stopped. */
    SKIPPED
  }

  /**
   * @param failure only of a failed step
   */
  record StepFinished(
      Instant at,
      String step,
      String node,
      StepResult result,
      long millis,
      @Nullable Failure failure)
      implements RunEvent {}

  record StepRetrying(Instant at, String step, String node, int attempt, long delayMillis)
      implements RunEvent {}

  /** A step that had failed, or was blocked, waits again: a person decided so. */
  record StepReopened(Instant at, String step, String node) implements RunEvent {}

  record NodeLost(Instant at, String node, String reason) implements RunEvent {}

  record NodeBack(Instant at, String node) implements RunEvent {}

  /** A person's command reached the run. */
  record CommandReceived(Instant at, String command, String by) implements RunEvent {}

  /** How a run ended. */
  enum RunResult {
    DONE,
    WARNINGS,
    FAILED,
    STOPPED,
    /** Nothing was begun: another run holds a node. */
    REFUSED
  }

  record RunFinished(Instant at, RunResult result, String message) implements RunEvent {}
}
