package io.quorate.node.rehearsal;

import io.quorate.node.Node;
import io.quorate.node.NodeFile;
import io.quorate.node.rehearsal.RehearsalWork.Result;
import io.quorate.plan.Fault;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Outcome;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** A connection to a {@link RehearsalMachine}. Made by {@link RehearsalFleet}. */
public final class RehearsalNode implements Node {

  private final RehearsalFleet fleet;
  private final RehearsalMachine machine;
  private final RehearsalFaults faults;
  private final RehearsalPace pace;
  private final Object lockOwner = new Object();
  private volatile boolean lost;

  RehearsalNode(RehearsalFleet fleet, RehearsalMachine machine, RehearsalPace pace) {
    this.fleet = fleet;
    this.machine = machine;
    this.faults = fleet.faults();
    this.pace = pace;
  }

  @Override
  public String name() {
    return machine.name();
  }

  @Override
  public NodeFacts probe(ProbeRequest request) throws NodeException, InterruptedException {
    throwIfLost();
    pace.take(300);
    return new RehearsalFacts(machine, fleet).answer(request, pace.clockSkewMillis());
  }

  @Override
  public void execute(List<Operation> operations, Mode mode, Listener listener)
      throws NodeException, InterruptedException {
    throwIfLost();
    pace.take(mode == Mode.CHECK ? 300 : 80);
    if (mode == Mode.CHECK) {
      check(operations, listener);
    } else {
      apply(operations, listener);
    }
  }

  private void check(List<Operation> operations, Listener listener)
      throws NodeException, InterruptedException {
    RehearsalState scratch = machine.copyOfState();
    for (int i = 0; i < operations.size(); i++) {
      listener.started(i);
      RehearsalWork work = new RehearsalWork(scratch, here(), Mode.CHECK, pace, listener, i);
      Result result = work.perform(operations.get(i));
      listener.finished(i, result.outcome(), result.detail());
    }
  }

  private void apply(List<Operation> operations, Listener listener)
      throws NodeException, InterruptedException {
    try {
      applyEach(operations, listener);
    } finally {
      fleet.save(machine);
    }
  }

  private void applyEach(List<Operation> operations, Listener listener)
      throws NodeException, InterruptedException {
    for (int i = 0; i < operations.size(); i++) {
      throwIfLost();
      listener.started(i);
      RehearsalFaults.Kind fault = faults.begin(name(), isRetried(operations.get(i)));
      if (fault == RehearsalFaults.Kind.LOSE) {
        lose();
        throwIfLost();
      }
      if (fault == RehearsalFaults.Kind.FAIL || fault == RehearsalFaults.Kind.FAIL_STEP) {
        listener.output(i, "simulated: this operation was told to fail");
        listener.failed(i, Fault.ended(1, "simulated failure"));
        return;
      }
      Result result = perform(operations.get(i), listener, i);
      if (fault == RehearsalFaults.Kind.KILL) {
        faults.kill(name());
      }
      if (result.outcome() == Outcome.FAILED) {
        listener.output(i, result.detail());
        listener.failed(i, Fault.ended(1, result.detail()));
        return;
      }
      listener.finished(i, result.outcome(), result.detail());
    }
  }

  /** A script makes its attempts within the step, and here its first is its only one. */
  private static boolean isRetried(Operation operation) {
    return operation.retryable() && !(operation instanceof Operation.Script);
  }

  /** An operation that is interrupted has done nothing; one that came to its end is kept. */
  private Result perform(Operation operation, Listener listener, int index)
      throws NodeException, InterruptedException {
    RehearsalState state = machine.copyOfState();
    Result result =
        new RehearsalWork(state, here(), Mode.APPLY, pace, listener, index).perform(operation);
    fleet.keep(machine, state);
    return result;
  }

  /** A simulated file is its text. */
  @Override
  public void fetch(List<String> paths, NodeFile.Taker taker)
      throws NodeException, IOException, InterruptedException {
    throwIfLost();
    RehearsalState state = machine.copyOfState();
    for (String path : paths) {
      for (String found : state.filesAt(path)) {
        RehearsalState.Entry entry = Objects.requireNonNull(state.files.get(found));
        byte[] bytes = RehearsalSnapshot.bytes(found, entry.text());
        pace.take(5 + bytes.length / 20_000);
        taker.take(
            new NodeFile(found, bytes.length, Integer.parseInt(entry.mode(), 8)),
            new ByteArrayInputStream(bytes));
        throwIfLost();
      }
    }
  }

  private RehearsalWork.Here here() {
    return new RehearsalWork.Here(
        name(),
        fleet.etcd(),
        fleet.texts(),
        new RehearsalSkew(fleet),
        fleet.trust(),
        fleet.authorities());
  }

  @Override
  public AutoCloseable lock(String holder) throws NodeException, LockHeldException {
    throwIfLost();
    String other = machine.tryLock(lockOwner, holder);
    if (other != null) {
      throw new LockHeldException(name(), other);
    }
    return () -> machine.unlock(lockOwner);
  }

  private void lose() {
    lost = true;
    machine.unlock(lockOwner);
  }

  private void throwIfLost() throws NodeException {
    faults.throwIfKilled();
    if (lost) {
      throw new NodeException(name() + ": simulated: the connection was lost");
    }
  }

  @Override
  public void close() {
    lose();
  }
}
