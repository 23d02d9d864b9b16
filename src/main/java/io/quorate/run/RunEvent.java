package io.quorate.run;

import io.quorate.plan.Fault;
import io.quorate.plan.Gate;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened in a run: one line of its journal. Holds nothing secret. */
public sealed interface RunEvent {

  Instant at();

  /** A node as the panes show it. */
  record NodeInfo(String name, String address, boolean master, boolean worker) {}

  /**
   * A step as the panes show it.
   *
   * @param ifStopped what is there if the run ends at its failure: then it cannot be left out;
   *     empty: it can be
   */
  record StepInfo(
      String id,
      String node,
      Phase phase,
      String title,
      List<String> operations,
      Set<String> after,
      String ifStopped) {
    @SuppressWarnings("ConstantValue") // Recordings of earlier versions.
    public StepInfo {
      ifStopped = ifStopped == null ? "" : ifStopped;
    }

    /** One that can be left out. */
    public StepInfo(
        String id,
        String node,
        Phase phase,
        String title,
        List<String> operations,
        Set<String> after) {
      this(id, node, phase, title, operations, after, "");
    }
  }

  /**
   * The first event.
   *
   * @param journey install, …
   * @param rehearsal whether the nodes are simulated
   * @param gates what many of the steps wait for; recordings of earlier versions have none
   */
  record RunStarted(
      Instant at,
      String run,
      String journey,
      String cluster,
      boolean rehearsal,
      List<NodeInfo> nodes,
      List<StepInfo> steps,
      List<Gate> gates)
      implements RunEvent {
    @SuppressWarnings("ConstantValue") // Recordings of earlier versions.
    public RunStarted {
      gates = gates == null ? List.of() : List.copyOf(gates);
    }
  }

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
   * Why a step failed, and what that means. Recordings of earlier versions lack a part of it.
   *
   * @param kind by which it is decided what may be done about it
   * @param doing what was being done, such as "starting etcd.service"
   * @param operation its title
   * @param exitCode -1 when there was none
   * @param message how it ended, in words
   * @param lastLines what was printed last, both streams in their order
   * @param changes what the run had changed by then
   * @param cluster what the cluster was seen to be right afterwards
   * @param cause the likely cause in a sentence; empty when unknown
   * @param remedy how that is mended; empty when unknown
   * @param next what to type, the first first
   */
  record Failure(
      Fault.Kind kind,
      String doing,
      String operation,
      int exitCode,
      String message,
      List<String> lastLines,
      Changes changes,
      ClusterNow cluster,
      String cause,
      String remedy,
      List<NextMove> next) {
    @SuppressWarnings("ConstantValue") // Recordings of earlier versions.
    public Failure {
      kind = Objects.requireNonNullElse(kind, Fault.Kind.COMMAND);
      doing = Objects.requireNonNullElse(doing, operation);
      lastLines = List.copyOf(lastLines);
      changes = Objects.requireNonNullElse(changes, Changes.NONE);
      cluster =
          Objects.requireNonNullElseGet(cluster, () -> ClusterNow.unknown("nobody has looked"));
      next = next == null ? List.of() : List.copyOf(next);
    }

    /** One of which no more is known yet than the operation itself tells. */
    public static Failure of(
        Fault fault,
        String doing,
        String operation,
        List<String> lastLines,
        String cause,
        String remedy) {
      return new Failure(
          fault.kind(),
          doing,
          operation,
          fault.exitCode(),
          fault.words(),
          lastLines,
          Changes.NONE,
          ClusterNow.unknown("nobody has looked"),
          cause,
          remedy,
          List.of());
    }

    /** The same with what it means. */
    public Failure within(Changes changed, ClusterNow now, List<NextMove> moves) {
      return new Failure(
          kind, doing, operation, exitCode, message, lastLines, changed, now, cause, remedy, moves);
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
