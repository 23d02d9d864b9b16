package io.quorate.engine;

import io.quorate.engine.Preview.StepPreview;
import io.quorate.engine.Schedule.Standing;
import io.quorate.node.Node.LockHeldException;
import io.quorate.plan.Fault;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.run.Doctor;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunFinished;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepResult;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a plan, once. First all nodes are asked side by side what differs; then one virtual thread a
 * node runs its steps as they become ready. A failed step stops what depends on it and nothing
 * else.
 *
 * <p>Everything is told to {@code sink}, redacted, from several threads but one event at a time for
 * each step; the sink must not call the engine. When the sink throws, the run ends after the
 * running steps, since nothing may happen that the journal does not hold.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Run run;
  private final Plan plan;
  private final Settings settings;
  private final EventPublisher publisher;
  private final StepRunner runner;
  private final Failures failures;
  private final Aftermath aftermath;
  private final Schedule schedule;
  private final Map<String, Connection> connections = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Condition> ready = new HashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int warned;
  private int altered;
  private volatile boolean interrupted;
  private boolean over;
  private Closing closing = Closing.nothing();

  public Engine(
      Run run,
      Plan plan,
      Connector connector,
      Redaction redaction,
      Settings settings,
      Consumer<RunEvent> sink) {
    this.run = run;
    this.plan = plan;
    this.settings = settings;
    this.publisher = new EventPublisher(redaction, sink, this::breakOff);
    this.schedule = new Schedule(plan);
    this.failures = new Failures(Doctor.standard());
    this.aftermath = new Aftermath(run, publisher.ledger());
    Connection.Pause pause = d -> stopped.await(d.toMillis(), TimeUnit.MILLISECONDS);
    this.runner = new StepRunner(settings, failures, pause, publisher);
    for (Step step : plan.steps()) {
      connections.computeIfAbsent(
          step.node(), n -> new Connection(n, connector, settings, pause, publisher));
      ready.computeIfAbsent(step.node(), n -> lock.newCondition());
    }
  }

  /** Has this done once all steps succeeded, before the run is called done. */
  public void closing(Closing last) {
    closing = last;
  }

  /** Has the cluster looked at when a step fails, so that the failure can say what it means. */
  public void look(ClusterLook by) {
    aftermath.look(by);
  }

  /**
   * Asks all nodes what the plan would do, and does nothing.
   *
   * @param diffs whether it is wanted line by line, too
   */
  public static Preview preview(
      Plan plan, boolean diffs, Connector connector, Redaction redaction, Consumer<RunEvent> sink)
      throws InterruptedException {
    Run nobody = new Run("", "", "", false, List.of());
    Engine engine = new Engine(nobody, plan, connector, redaction, Settings.standard(), sink);
    try {
      return engine.check(diffs);
    } catch (LockHeldException e) {
      throw new IllegalStateException("a preview takes no lock", e);
    } finally {
      engine.closeConnections();
    }
  }

  /**
   * Runs the plan to its end.
   *
   * @throws InterruptedException when interrupted before the first step; an interrupt of running
   *     steps ends them and the run, which is told as stopped
   */
  public RunFinished run() throws InterruptedException {
    publisher.begin(run, plan);
    try {
      finishUntouched(check(false));
      return runOn();
    } catch (LockHeldException e) {
      return publisher.end(RunResult.REFUSED, Failures.message(e) + "; nothing was begun");
    } catch (InterruptedException e) {
      publisher.end(RunResult.STOPPED, "interrupted before the first step");
      throw e;
    } finally {
      closeConnections();
    }
  }

  /**
   * The same from a preview that was made just now, which spares a second look.
   *
   * @throws IllegalArgumentException when the preview is one of another plan
   */
  public RunFinished run(Preview preview) throws InterruptedException {
    if (!preview.isOf(plan)) {
      throw new IllegalArgumentException("a preview of another plan");
    }
    publisher.begin(run, plan);
    try {
      finishUntouched(preview);
      return runOn();
    } finally {
      closeConnections();
    }
  }

  /** Lets a failed step, and what it blocked, run again. Returns what came of the command. */
  public CommandResult retry(String step, String by) {
    return decide("retry", step, by, schedule::retry);
  }

  /** Leaves a failed step out; what waits for it goes on. Not one that the rest counts on. */
  public CommandResult leaveOut(String step, String by) {
    if (schedule.has(step) && !schedule.step(step).ifStopped().isEmpty()) {
      return new CommandResult(
          false, "what waits for " + step + " counts on it: retry it, or stop the run");
    }
    return decide(
        "skip",
        step,
        by,
        failed -> {
          List<Step> reopened = schedule.leaveOut(failed);
          publisher.finished(failed, StepResult.SKIPPED);
          return reopened;
        });
  }

  /** Lets the running steps end and begins no other. */
  public CommandResult stop(String by) {
    lock.lock();
    try {
      if (over || stopped.getCount() == 0) {
        return new CommandResult(false, over ? "the run is over" : "the run is stopping already");
      }
      publisher.accept(new RunEvent.CommandReceived(Instant.now(), "stop", by));
      halt();
      return new CommandResult(true, "the run ends after the running steps");
    } finally {
      lock.unlock();
    }
  }

  /** Where the run stands, by ids of steps. */
  public Status status() {
    lock.lock();
    try {
      return new Status(
          ids(Standing.RUNNING),
          ids(Standing.FAILED),
          schedule.count(Standing.WAITING),
          stopped.getCount() == 0,
          settings.waitForDecisions());
    } finally {
      lock.unlock();
    }
  }

  private List<String> ids(Standing standing) {
    return schedule.all(standing).stream().map(Step::id).toList();
  }

  /**
   * @param waiting how many steps have not begun and still may
   * @param decides whether the run stays for a person to decide about what failed
   */
  public record Status(
      List<String> running, List<String> failed, int waiting, boolean stopping, boolean decides) {
    public Status {
      running = List.copyOf(running);
      failed = List.copyOf(failed);
    }
  }

  /** What a command came to, a sentence for the person who gave it. */
  public record CommandResult(boolean ok, String message) {}

  private interface Decision {
    List<Step> on(Step failed);
  }

  private CommandResult decide(String command, String id, String by, Decision decision) {
    lock.lock();
    try {
      Step step = schedule.step(id);
      if (over || stopped.getCount() == 0) {
        return new CommandResult(false, "the run is ending");
      }
      if (!schedule.is(step, Standing.FAILED)) {
        return new CommandResult(false, id + " has not failed");
      }
      publisher.accept(new RunEvent.CommandReceived(Instant.now(), command + " " + id, by));
      for (Step reopened : decision.on(step)) {
        publisher.accept(new RunEvent.StepReopened(Instant.now(), reopened.id(), reopened.node()));
      }
      tell();
      return new CommandResult(true, command + " " + id);
    } catch (IllegalArgumentException e) {
      return new CommandResult(false, Failures.message(e));
    } finally {
      lock.unlock();
    }
  }

  private Preview check(boolean diffs) throws LockHeldException, InterruptedException {
    return new Check(plan, diffs, settings.checkWithin(), publisher.redaction(), publisher)
        .look(connections.values());
  }

  /** What the check found is not kept meanwhile. */
  private RunFinished runOn() throws InterruptedException {
    try {
      Thread watch = Thread.ofVirtual().name("decisions").start(this::watch);
      SideBySide.run(connections.values(), Connection::name, this::work);
      watch.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    publisher.rethrow();
    return finish();
  }

  private void finishUntouched(Preview preview) {
    Set<String> untouched = preview.untouched(plan);
    lock.lock();
    try {
      for (StepPreview looked : preview.steps()) {
        Step step = looked.step();
        if (untouched.contains(step.id()) && schedule.is(step, Standing.WAITING)) {
          publisher.evidence(looked);
          publisher.finished(step, StepResult.UNCHANGED);
          schedule.finish(step, StepResult.UNCHANGED);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** A node's thread: its steps one after the other until the run is over. */
  private void work(Connection connection) throws InterruptedException {
    for (Step step = take(connection); step != null; step = take(connection)) {
      try {
        ended(step, complete(step, runner.run(step, connection)));
      } catch (InterruptedException e) {
        interrupted = true;
        ended(step, failed(step, Fault.Kind.INTERRUPTED, "interrupted"));
        halt();
        throw e;
      } catch (RuntimeException e) {
        LOG.error("{}: {}", step.id(), Failures.trace(e, publisher.redaction()));
        String defect = "an error of Quorate itself, see its log: " + e;
        ended(step, failed(step, Fault.Kind.DEFECT, defect));
      }
    }
  }

  private StepRunner.Ending failed(Step step, Fault.Kind kind, String message) {
    Fault fault = Fault.of(kind, message);
    return new StepRunner.Ending(
        StepResult.FAILED, 0, failures.explain(step.title(), step.title(), fault, List.of()), null);
  }

  /** A failure with what it means; a run that is ended meanwhile does not wait for that. */
  private StepRunner.Ending complete(Step step, StepRunner.Ending ending) {
    RunEvent.Failure failure = ending.failure();
    if (failure == null) {
      return ending;
    }
    Set<String> lost =
        connections.values().stream()
            .filter(Connection::isLost)
            .map(Connection::name)
            .collect(Collectors.toSet());
    try {
      return ending.with(
          aftermath.complete(failure, step.id(), step.node(), ending.operation(), lost));
    } catch (InterruptedException e) {
      interrupted = true;
      Thread.currentThread().interrupt();
      return ending;
    }
  }

  /** Wakes who decides whether the run is over, and the nodes that have something to begin. */
  private void tell() {
    changed.signalAll();
    for (String node : over ? ready.keySet() : schedule.woken()) {
      Condition condition = ready.get(node);
      if (condition != null) {
        condition.signalAll();
      }
    }
  }

  private @Nullable Step take(Connection connection) throws InterruptedException {
    Condition condition = Objects.requireNonNull(ready.get(connection.name()));
    lock.lockInterruptibly();
    try {
      while (!over) {
        Step step = schedule.next(connection.name());
        if (step != null) {
          schedule.begin(step);
          return step;
        }
        condition.await();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void ended(Step step, StepRunner.Ending ending) {
    lock.lock();
    try {
      warned += ending.result() == StepResult.WARNED ? 1 : 0;
      altered += ending.result() == StepResult.CHANGED ? 1 : 0;
      List<Step> blocked = schedule.finish(step, ending.result());
      publisher.finished(step, ending);
      blocked.forEach(b -> publisher.finished(b, StepResult.BLOCKED));
    } finally {
      tell();
      lock.unlock();
    }
  }

  /** Decides when the run is over. */
  private void watch() {
    lock.lock();
    try {
      long patience = settings.decideWithin().toNanos();
      while (!over) {
        if (!schedule.isSettled()) {
          changed.await();
          patience = settings.decideWithin().toNanos();
        } else if (awaitsDecision() && patience > 0) {
          patience = changed.awaitNanos(patience);
        } else {
          over = true;
        }
      }
    } catch (InterruptedException e) {
      over = true;
    } finally {
      tell();
      lock.unlock();
    }
  }

  private boolean awaitsDecision() {
    return settings.waitForDecisions()
        && stopped.getCount() > 0
        && !publisher.isBroken()
        && schedule.count(Standing.FAILED) > 0;
  }

  private RunFinished finish() {
    halt();
    int failed = schedule.count(Standing.FAILED);
    int leftOut = schedule.count(Standing.LEFT_OUT);
    boolean incomplete = schedule.count(Standing.NOT_BEGUN) > 0;
    String changes =
        altered == 0 ? "nothing was changed" : Spans.count(altered, "step") + " changed something";
    if (interrupted) {
      return publisher.end(RunResult.STOPPED, "interrupted");
    }
    if (failed > 0) {
      return publisher.end(RunResult.FAILED, Spans.count(failed, "step") + " failed");
    }
    if (incomplete) {
      return publisher.end(RunResult.STOPPED, "stopped before all was done");
    }
    String left = leftOut == 0 ? "" : ", " + Spans.count(leftOut, "step") + " left out";
    boolean clean = warned + leftOut == 0;
    String words = clean ? changes : Spans.count(warned, "step") + " with warnings" + left;
    try {
      String more = closing.close();
      return publisher.end(
          clean ? RunResult.DONE : RunResult.WARNINGS,
          more.isEmpty() ? words : words + "; " + more);
    } catch (IOException e) {
      LOG.error("the run's close: {}", Failures.trace(e, publisher.redaction()));
      return publisher.end(
          closing.isEssential() ? RunResult.FAILED : RunResult.WARNINGS,
          words + "; but " + Failures.message(e));
    }
  }

  private void halt() {
    lock.lock();
    try {
      stopped.countDown();
      schedule.stop().forEach(s -> publisher.finished(s, StepResult.SKIPPED));
    } finally {
      tell();
      lock.unlock();
    }
  }

  /** What is not recorded must not happen. */
  private void breakOff() {
    lock.lock();
    try {
      stopped.countDown();
      schedule.stop();
      tell();
    } finally {
      lock.unlock();
    }
  }

  private void closeConnections() {
    connections.values().forEach(Connection::close);
  }
}
