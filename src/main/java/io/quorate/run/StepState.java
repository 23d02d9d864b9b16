package io.quorate.run;

import io.quorate.plan.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A step as far as the events went. Confined to the thread of its {@link RunState}. */
public final class StepState {

  /** What an operation came to, with the evidence or the reason. */
  public record OperationState(Outcome outcome, String detail) {}

  private final RunEvent.StepInfo info;
  private final TreeMap<Integer, OperationState> operations = new TreeMap<>();
  private StepStatus status = StepStatus.WAITING;
  private int attempt;
  private int operation = -1;
  private long done;
  private long total = -1;
  private long millis;
  private @Nullable Instant startedAt;
  private @Nullable Instant retryAt;
  private RunEvent.@Nullable Failure failure;

  /** Why a failed step that others count on cannot be left out. */
  public static final String NEEDED =
      "What follows counts on this step: try it again once its cause is gone, or stop.";

  StepState(RunEvent.StepInfo info) {
    this.info = info;
  }

  public RunEvent.StepInfo info() {
    return info;
  }

  /** Whether it cannot be left out, since what follows counts on it. */
  public boolean isNeeded() {
    return !info.ifStopped().isEmpty();
  }

  public String id() {
    return info.id();
  }

  public StepStatus status() {
    return status;
  }

  /** Counted from 1; 0 before the first. */
  public int attempt() {
    return attempt;
  }

  /** The index of the operation that runs or ran last; -1 before the first. */
  public int operation() {
    return operation;
  }

  /** The title of that operation; empty before the first. */
  public String operationTitle() {
    return operation >= 0 && operation < info.operations().size()
        ? info.operations().get(operation)
        : "";
  }

  /** Bytes of the current operation so far. */
  public long done() {
    return done;
  }

  /** Bytes of the current operation in all; -1 when unknown. */
  public long total() {
    return total;
  }

  /** How long it took, milliseconds; 0 until it is finished. */
  public long millis() {
    return millis;
  }

  /** When the last attempt began. */
  public @Nullable Instant startedAt() {
    return startedAt;
  }

  /** When the next attempt begins, while {@link StepStatus#RETRYING}. */
  public @Nullable Instant retryAt() {
    return retryAt;
  }

  /** Why it failed, of a failed step. */
  public RunEvent.@Nullable Failure failure() {
    return failure;
  }

  /** The operations that came to something in the last attempt, by their index. */
  public java.util.Map<Integer, OperationState> operations() {
    return Collections.unmodifiableMap(operations);
  }

  /** The titles of the operations that changed something. */
  public List<String> changes() {
    return operations.entrySet().stream()
        .filter(e -> e.getValue().outcome() == Outcome.CHANGED)
        .map(e -> info.operations().get(e.getKey()))
        .toList();
  }

  void status(StepStatus next) {
    status = next;
  }

  void begin(int number, Instant at) {
    attempt = number;
    startedAt = at;
    retryAt = null;
    failure = null;
    operation = -1;
    operations.clear();
    progress(0, -1);
  }

  void startOperation(int index) {
    operation = index;
    progress(0, -1);
  }

  void progress(long bytes, long all) {
    done = bytes;
    total = all;
  }

  void finishOperation(int index, OperationState result) {
    operations.put(index, result);
  }

  void retry(Instant at) {
    retryAt = at;
  }

  void finish(long took, RunEvent.@Nullable Failure why) {
    millis = took;
    failure = why;
    retryAt = null;
  }
}
