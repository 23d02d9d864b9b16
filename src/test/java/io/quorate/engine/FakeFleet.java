package io.quorate.engine;

import io.quorate.node.Node;
import io.quorate.node.NodeFile;
import io.quorate.plan.Fault;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Outcome;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Nodes that remember what was done to them, and whose operations do as the test says. */
final class FakeFleet implements Connector {

  /** What an operation does when it is applied; by its title. */
  interface Behaviour {
    Outcome apply(Node.Listener listener, int operation)
        throws Node.NodeException, InterruptedException;
  }

  final Set<String> done = ConcurrentHashMap.newKeySet();
  final Map<String, Deque<Behaviour>> behaviours = new ConcurrentHashMap<>();
  final Map<String, String> down = new ConcurrentHashMap<>();
  final Map<String, String> lockedBy = new ConcurrentHashMap<>();
  final Map<String, String> locks = new ConcurrentHashMap<>();
  final AtomicInteger checks = new AtomicInteger();
  final AtomicInteger applies = new AtomicInteger();
  final AtomicInteger running = new AtomicInteger();
  final AtomicInteger mostRunning = new AtomicInteger();

  /** The next applications of an operation do so, one after the other; then it just works. */
  void on(String title, Behaviour... next) {
    behaviours.computeIfAbsent(title, t -> new ArrayDeque<>()).addAll(List.of(next));
  }

  static Behaviour fails(String why) {
    return fails(1, why);
  }

  static Behaviour fails(int exitCode, String why) {
    return (listener, operation) -> {
      listener.failed(operation, Fault.ended(exitCode, why));
      return Outcome.FAILED;
    };
  }

  static Behaviour breaks(String why) {
    return (listener, operation) -> {
      throw new Node.NodeException(why);
    };
  }

  @Override
  public Node connect(String node) throws Node.NodeException {
    String why = down.get(node);
    if (why != null) {
      throw new Node.NodeException(why);
    }
    return new FakeNode(node);
  }

  private final class FakeNode implements Node {
    private final String name;
    private boolean closed;

    FakeNode(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public NodeFacts probe(ProbeRequest request) {
      throw new AssertionError("the engine never probes");
    }

    @Override
    public void fetch(List<String> paths, NodeFile.Taker taker)
        throws NodeException, IOException, InterruptedException {
      throw new NodeException(name + " has no files");
    }

    @Override
    public void execute(List<Operation> operations, Mode mode, Listener listener)
        throws NodeException, InterruptedException {
      String why = down.get(name);
      if (why != null || closed) {
        throw new NodeException(why == null ? "closed" : why);
      }
      if (mode == Mode.CHECK) {
        checks.incrementAndGet();
        check(operations, listener);
        return;
      }
      applies.incrementAndGet();
      mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
      try {
        apply(operations, listener);
      } finally {
        running.decrementAndGet();
      }
    }

    private void check(List<Operation> operations, Listener listener) {
      for (int i = 0; i < operations.size(); i++) {
        String title = operations.get(i).title();
        boolean is = done.contains(title);
        listener.started(i);
        if (!is) {
          listener.diff(i, "+" + title);
        }
        Outcome outcome =
            is ? Outcome.UNCHANGED : isVerify(operations.get(i)) ? Outcome.WARNED : Outcome.CHANGED;
        listener.finished(i, outcome, is ? "seen " + title : "");
      }
    }

    private void apply(List<Operation> operations, Listener listener)
        throws NodeException, InterruptedException {
      for (int i = 0; i < operations.size(); i++) {
        String title = operations.get(i).title();
        listener.started(i);
        @Nullable Behaviour next = behaviours.getOrDefault(title, new ArrayDeque<>()).poll();
        Outcome outcome = null;
        if (next != null) {
          outcome = next.apply(listener, i);
        }
        if (outcome == Outcome.FAILED) {
          return;
        }
        if (outcome == null) {
          boolean was = !done.add(title);
          listener.finished(
              i,
              was || isVerify(operations.get(i)) ? Outcome.UNCHANGED : Outcome.CHANGED,
              "seen " + title);
        }
      }
    }

    private static boolean isVerify(Operation operation) {
      return operation instanceof Operation.Verify;
    }

    @Override
    public AutoCloseable lock(String holder) throws LockHeldException {
      String other = lockedBy.get(name);
      if (other != null) {
        throw new LockHeldException(name, other);
      }
      locks.put(name, holder);
      return () -> locks.remove(name);
    }

    @Override
    public void close() {
      closed = true;
      locks.remove(name);
    }
  }

  Map<String, String> heldLocks() {
    return new HashMap<>(locks);
  }
}
