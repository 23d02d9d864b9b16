package io.quorate.engine;

import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Step;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunFinished;
import io.quorate.run.RunState;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An engine on a fake fleet, and all that it told. */
final class Trial {
  static final Settings QUICK =
      new Settings(
          false,
          Duration.ofSeconds(20),
          List.of(Duration.ofMillis(1), Duration.ofMillis(2)),
          Duration.ofMillis(60),
          Duration.ofMillis(2),
          Duration.ofSeconds(20),
          Duration.ofMillis(20),
          null);

  final FakeFleet fleet = new FakeFleet();
  final List<RunEvent> events = new CopyOnWriteArrayList<>();
  final Plan plan;
  final Engine engine;

  Trial(Step... steps) {
    this(QUICK, List.of(), steps);
  }

  Trial(Settings settings, Collection<Secret> secrets, Step... steps) {
    plan = new Plan(Arrays.asList(steps));
    engine = new Engine(run(plan), plan, fleet, new Redaction(secrets), settings, events::add);
  }

  static Run run(Plan plan) {
    List<RunEvent.NodeInfo> nodes =
        plan.steps().stream()
            .map(Step::node)
            .distinct()
            .map(n -> new RunEvent.NodeInfo(n, "192.0.2.1", true, true))
            .toList();
    Invocation asked = Invocation.of("my home.yaml");
    return new Run("20260101-000000-abcd", "install", "test", false, nodes, asked);
  }

  RunFinished run() throws InterruptedException {
    return engine.run();
  }

  CompletableFuture<RunFinished> start() {
    CompletableFuture<RunFinished> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                end.complete(engine.run());
              } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
              }
            });
    return end;
  }

  static RunFinished within(CompletableFuture<RunFinished> end) throws Exception {
    return end.get(20, TimeUnit.SECONDS);
  }

  void await(Predicate<RunState> condition) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.test(state())) {
      if (System.nanoTime() > until) {
        throw new AssertionError("did not come: " + events);
      }
      Thread.sleep(2);
    }
  }

  RunState state() {
    RunState state = new RunState();
    events.forEach(state::apply);
    return state;
  }

  <T extends RunEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Where an event of the kind that speaks of the step stands among all; -1: nowhere. */
  int place(Class<? extends RunEvent> kind, String step) {
    for (int i = 0; i < events.size(); i++) {
      if (kind.isInstance(events.get(i)) && step.equals(stepOf(events.get(i)))) {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable String stepOf(RunEvent event) {
    return switch (event) {
      case RunEvent.StepStarted e -> e.step();
      case RunEvent.StepFinished e -> e.step();
      default -> null;
    };
  }
}
