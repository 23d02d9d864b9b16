package io.quorate.engine;

import io.quorate.engine.Preview.OperationPreview;
import io.quorate.engine.Preview.StepPreview;
import io.quorate.node.Node;
import io.quorate.node.Node.LockHeldException;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Outcome;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at all nodes side by side, one round trip each, and changes nothing. */
final class Check {
  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(100);

  private final Plan plan;
  private final Map<String, List<Step>> byNode;
  private final boolean diffs;
  private final Duration within;
  private final Redaction redaction;
  private final Consumer<RunEvent> events;
  private final Map<String, List<OperationPreview>> found = new ConcurrentHashMap<>();
  private final Map<String, String> unreachable = new ConcurrentHashMap<>();
  private final Map<String, LockHeldException> held = new ConcurrentHashMap<>();
  private final Map<List<String>, List<String>> alike = new ConcurrentHashMap<>();

  /**
   * @param diffs whether somebody wants to see what would change, line by line
   */
  Check(Plan plan, boolean diffs, Duration within, Redaction redaction, Consumer<RunEvent> events) {
    this.plan = plan;
    this.byNode = plan.byNode();
    this.diffs = diffs;
    this.within = within;
    this.redaction = redaction;
    this.events = events;
  }

  /**
   * @throws LockHeldException when another run holds one of the nodes
   */
  Preview look(Collection<Connection> connections) throws LockHeldException, InterruptedException {
    SideBySide.run(connections, Connection::name, this::look);
    for (LockHeldException refusal : held.values()) {
      throw refusal;
    }
    Map<String, Integer> next = new HashMap<>();
    List<StepPreview> steps = new ArrayList<>();
    for (Step step : plan.steps()) {
      List<OperationPreview> ofNode = found.getOrDefault(step.node(), List.of());
      int from = next.getOrDefault(step.node(), 0);
      int to = from + step.operations().size();
      next.put(step.node(), to);
      steps.add(
          new StepPreview(step, to <= ofNode.size() ? ofNode.subList(from, to) : unknown(step)));
    }
    return new Preview(steps, unreachable);
  }

  private void look(Connection connection) throws InterruptedException {
    List<Operation> operations =
        byNode.getOrDefault(connection.name(), List.of()).stream()
            .flatMap(s -> s.operations().stream())
            .toList();
    Looked looked = new Looked(connection.name(), operations);
    try {
      connection.open();
      execute(connection.node(), looked);
      found.put(connection.name(), looked.previews());
    } catch (LockHeldException e) {
      held.put(connection.name(), e);
    } catch (NodeException e) {
      connection.lose(e);
      unreachable.put(connection.name(), redaction.redact(Failures.message(e)));
    }
  }

  private void execute(Node node, Looked looked) throws NodeException, InterruptedException {
    looked.tell(true);
    try (Deadline deadline = new Deadline(within)) {
      try {
        node.execute(looked.operations, Mode.CHECK, looked);
      } catch (NodeException | InterruptedException e) {
        if (deadline.passed()) {
          throw new NodeException("looking at it did not finish within " + Spans.text(within), e);
        }
        throw e;
      }
    }
    looked.tell(true);
  }

  /** What is to change on all nodes alike is kept once. */
  private List<String> one(List<String> diff) {
    List<String> own = List.copyOf(diff);
    List<String> first = alike.putIfAbsent(own, own);
    return first == null ? own : first;
  }

  private static List<OperationPreview> unknown(Step step) {
    return step.operations().stream().map(o -> unknown(o)).toList();
  }

  private static OperationPreview unknown(Operation operation) {
    return new OperationPreview(
        operation.title(), Outcome.FAILED, "could not be looked at", List.of());
  }

  private final class Looked implements Node.Listener {
    private final String node;
    private final List<Operation> operations;
    private final @Nullable OperationPreview[] finished;
    private final Map<Integer, List<String>> lines = new HashMap<>();
    private int done;
    private Instant told = Instant.EPOCH;

    Looked(String node, List<Operation> operations) {
      this.node = node;
      this.operations = operations;
      this.finished = new OperationPreview[operations.size()];
    }

    @Override
    public void started(int operation) {}

    @Override
    public void output(int operation, String line) {}

    @Override
    public void progress(int operation, long bytes, long total) {}

    @Override
    public boolean wantsDiffs() {
      return diffs;
    }

    @Override
    public void diff(int operation, String line) {
      if (diffs) {
        lines.computeIfAbsent(operation, o -> new ArrayList<>()).add(redaction.redact(line));
      }
    }

    @Override
    public void finished(int operation, Outcome outcome, String detail) {
      finished[operation] =
          new OperationPreview(
              operations.get(operation).title(),
              outcome,
              redaction.redact(detail),
              one(lines.getOrDefault(operation, List.of())));
      lines.remove(operation);
      done++;
      tell(false);
    }

    void tell(boolean always) {
      Instant now = Instant.now();
      if (always || Duration.between(told, now).compareTo(BETWEEN_EVENTS) >= 0) {
        told = now;
        events.accept(new RunEvent.Checking(now, node, done, operations.size()));
      }
    }

    List<OperationPreview> previews() {
      List<OperationPreview> previews = new ArrayList<>();
      for (int i = 0; i < finished.length; i++) {
        OperationPreview preview = finished[i];
        previews.add(preview == null ? unknown(operations.get(i)) : preview);
      }
      return previews;
    }
  }
}
