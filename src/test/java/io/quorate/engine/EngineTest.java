package io.quorate.engine;

import static io.quorate.engine.FakeFleet.breaks;
import static io.quorate.engine.FakeFleet.fails;
import static io.quorate.engine.Plans.download;
import static io.quorate.engine.Plans.script;
import static io.quorate.engine.Plans.step;
import static io.quorate.engine.Plans.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Fault;
import io.quorate.plan.Outcome;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Step;
import io.quorate.run.ClusterNow;
import io.quorate.run.NextMove;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunFinished;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunState;
import io.quorate.run.StepStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineTest {

  @Test
  void runsStepsInTheirOrderAndNodesSideBySide() throws Exception {
    Trial trial = new Trial(step("a@1", "1"), step("a@2", "2"), step("b@1", "1", "a@1", "a@2"));
    CountDownLatch both = new CountDownLatch(2);
    FakeFleet.Behaviour meets =
        (listener, operation) -> {
          both.countDown();
          assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
          listener.finished(operation, Outcome.CHANGED, "");
          return Outcome.CHANGED;
        };
    trial.fleet.on("a@1", meets);
    trial.fleet.on("a@2", meets);

    RunFinished end = trial.run();

    assertThat(end.result()).isEqualTo(RunResult.DONE);
    assertThat(end.message()).isEqualTo("3 steps changed something");
    assertThat(trial.place(RunEvent.StepStarted.class, "b@1"))
        .isGreaterThan(trial.place(RunEvent.StepFinished.class, "a@1"))
        .isGreaterThan(trial.place(RunEvent.StepFinished.class, "a@2"));
    assertThat(trial.state().counts().changed()).isEqualTo(3);
  }

  @Test
  void aFailedStepStopsOnlyWhatDependsOnIt() throws Exception {
    Trial trial =
        new Trial(
            step("a", "1"),
            step("b", "1", "a"),
            step("c", "2", "b"),
            step("d", "1"),
            step("e", "2", "d"));
    trial.fleet.on("a", fails(7, "no space left on device"));

    RunFinished end = trial.run();

    RunState state = trial.state();
    assertThat(end.result()).isEqualTo(RunResult.FAILED);
    assertThat(state.step("a").status()).isEqualTo(StepStatus.FAILED);
    assertThat(state.step("b").status()).isEqualTo(StepStatus.BLOCKED);
    assertThat(state.step("c").status()).isEqualTo(StepStatus.BLOCKED);
    assertThat(state.step("e").status()).isEqualTo(StepStatus.CHANGED);
    RunEvent.Failure failure = state.failures().getFirst().failure();
    assertThat(failure.exitCode()).isEqualTo(7);
    assertThat(failure.cause()).contains("file system of the node is full");
    assertThat(failure.remedy()).isNotEmpty();
  }

  @Test
  void aFailureSaysWhatItMeans() throws Exception {
    Trial trial =
        new Trial(step("first", "1"), step("other", "2"), step("a", "1", "first", "other"));
    trial.fleet.on("a", fails(137, ""));
    trial.engine.look(
        lost -> new ClusterNow(ClusterNow.Quorum.LOST, "1 of 3 members answers", List.of("2"), 3));

    trial.run();

    RunEvent.Failure failure = trial.state().failures().getFirst().failure();
    assertThat(failure.kind()).isEqualTo(Fault.Kind.SIGNAL);
    assertThat(failure.message()).isEqualTo("exit code 137, killed by SIGKILL");
    assertThat(failure.doing()).isEqualTo("bringing about: a");
    assertThat(failure.changes().words())
        .containsExactly(
            "on this node before: does first",
            "on other nodes: 1 step on 1 node",
            "what failed may have done a part of its work");
    assertThat(failure.cluster().words())
        .containsExactly(
            "etcd has no quorum: 1 of 3 members answers", "API servers ready: 1 of 3 (2)");
    assertThat(failure.next())
        .extracting(NextMove::kind)
        .containsExactly(NextMove.Kind.STATUS, NextMove.Kind.RESCUE, NextMove.Kind.RESUME);
    // Told so that it leads there from any folder in which it is read.
    Path home = Path.of("my home.yaml").toAbsolutePath();
    assertThat(failure.next())
        .extracting(NextMove::command)
        .containsExactly(
            "quorate status -i '" + home + "'",
            "quorate rescue -i '" + home + "'",
            "quorate install -i '" + home + "' --resume");
  }

  @Test
  void aLookThatFailsIsUnknownAndHidesNothing() throws Exception {
    Trial trial = new Trial(step("a", "1"));
    trial.fleet.on("a", fails(3, "the real reason"));
    trial.engine.look(
        lost -> {
          throw new IllegalStateException("no way");
        });

    trial.run();

    RunEvent.Failure failure = trial.state().failures().getFirst().failure();
    assertThat(failure.message()).isEqualTo("exit code 3: the real reason");
    assertThat(failure.cluster().words()).containsExactly("unknown: the look failed: no way");
  }

  @Test
  void retriesOnlyWhatMayBeRetried() throws Exception {
    Step downloads = step("a", "1", List.of(download("/x")), Duration.ofSeconds(9));
    Trial trial = new Trial(downloads, step("b", "2"));
    trial.fleet.on("/x", fails("once"), fails("twice"));
    trial.fleet.on("b", fails("once"));

    assertThat(trial.run().result()).isEqualTo(RunResult.FAILED);

    assertThat(trial.state().step("a").status()).isEqualTo(StepStatus.CHANGED);
    assertThat(trial.state().step("a").attempt()).isEqualTo(3);
    assertThat(trial.all(RunEvent.StepRetrying.class)).hasSize(2);
    assertThat(trial.state().step("b").attempt()).isEqualTo(1);
  }

  @Test
  void givesUpAfterTheLastRetry() throws Exception {
    Trial trial = new Trial(step("a", "1", List.of(download("/x")), Duration.ofSeconds(9)));
    trial.fleet.on("/x", fails("1"), fails("2"), fails("3"));

    assertThat(trial.run().result()).isEqualTo(RunResult.FAILED);
    assertThat(trial.state().failures().getFirst().failure().message()).isEqualTo("exit code 1: 3");
  }

  @Test
  void aStepThatTakesTooLongIsEnded() throws Exception {
    Trial trial =
        new Trial(step("a", "1", List.of(script("a")), Duration.ofMillis(50)), step("b", "1"));
    trial.fleet.on(
        "a",
        (listener, operation) -> {
          Thread.sleep(60_000);
          return Outcome.CHANGED;
        });

    trial.run();

    assertThat(trial.state().failures().getFirst().failure().message())
        .isEqualTo("did not finish within 50 ms");
    assertThat(trial.state().step("b").status()).isEqualTo(StepStatus.CHANGED);
  }

  @Test
  void aLostNodeIsFoundAgainAndTheStepRunsAgain() throws Exception {
    Trial trial = new Trial(step("a", "1"));
    trial.fleet.on("a", breaks("connection reset"));

    assertThat(trial.run().result()).isEqualTo(RunResult.DONE);

    assertThat(trial.all(RunEvent.NodeLost.class))
        .extracting(RunEvent.NodeLost::reason)
        .containsExactly("connection reset");
    assertThat(trial.all(RunEvent.NodeBack.class)).hasSize(1);
    assertThat(trial.state().node("1").lost()).isNull();
    assertThat(trial.state().step("a").attempt()).isEqualTo(2);
  }

  @Test
  void aStepThatAlwaysBreaksItsConnectionEnds() throws Exception {
    Trial trial = new Trial(step("a", "1"));
    trial.fleet.on("a", breaks("1"), breaks("2"), breaks("3"), breaks("4"), breaks("5"));

    assertThat(trial.run().result()).isEqualTo(RunResult.FAILED);
    assertThat(trial.state().step("a").attempt()).isEqualTo(4);
  }

  @Test
  void theStepsOfANodeThatCannotBeReachedFailWithTheReason() throws Exception {
    Trial trial = new Trial(step("a", "1"), step("b", "1"), step("c", "2"), step("d", "2", "a"));
    trial.fleet.down.put("1", "no route to host");

    assertThat(trial.run().result()).isEqualTo(RunResult.FAILED);

    RunState state = trial.state();
    assertThat(state.failures())
        .extracting(s -> s.failure().message())
        .containsExactly("no route to host", "no route to host");
    assertThat(state.step("c").status()).isEqualTo(StepStatus.CHANGED);
    assertThat(state.step("d").status()).isEqualTo(StepStatus.BLOCKED);
    assertThat(state.node("1").lost()).isEqualTo("no route to host");
  }

  @Test
  void whatIsDoneAlreadyIsFoundByOneLookAtEachNode() throws Exception {
    Trial trial = new Trial(step("a", "1"), step("b", "2", "a"), verify("v", "1", "b"));
    trial.fleet.done.addAll(List.of("a", "b", "v"));

    RunFinished end = trial.run();

    assertThat(end.result()).isEqualTo(RunResult.DONE);
    assertThat(end.message()).isEqualTo("nothing was changed");
    assertThat(trial.fleet.checks).hasValue(2);
    assertThat(trial.fleet.applies).hasValue(0);
    assertThat(trial.state().counts().unchanged()).isEqualTo(3);
    assertThat(trial.state().evidence())
        .containsExactly(new RunState.Evidence("1", "v", "v", "seen v", true));
  }

  @Test
  void whatComesAfterAChangeRunsThoughItLookedUnchanged() throws Exception {
    Trial trial =
        new Trial(step("a", "1"), step("b", "2", "a"), step("c", "1"), verify("v", "2", "b"));
    trial.fleet.done.addAll(List.of("b", "c", "v"));

    trial.run();

    assertThat(trial.all(RunEvent.StepStarted.class))
        .extracting(RunEvent.StepStarted::step)
        .containsExactly("a", "b", "v");
  }

  @Test
  void aClosingCheckThatDoesNotHoldIsLookedAtProperlyAndWarned() throws Exception {
    Trial trial = new Trial(verify("v", "1"));
    trial.fleet.on(
        "v",
        (listener, operation) -> {
          listener.finished(operation, Outcome.WARNED, "2 of 3 members");
          return Outcome.WARNED;
        });

    assertThat(trial.run().result()).isEqualTo(RunResult.WARNINGS);
    assertThat(trial.state().warnings())
        .extracting(w -> w.detail())
        .containsExactly("2 of 3 members");
  }

  @Test
  void aPreviewChangesNothingAndTellsWhatWouldChange() throws Exception {
    FakeFleet fleet = new FakeFleet();
    fleet.done.add("a");
    fleet.down.put("3", "gone");
    Plan plan = new Plan(List.of(step("a", "1"), step("b hunter2", "2"), step("c", "3")));

    Preview preview =
        Engine.preview(plan, true, fleet, new Redaction(List.of(new Secret("hunter2"))), e -> {});

    assertThat(fleet.applies).hasValue(0);
    assertThat(preview.nothingToDo()).isFalse();
    assertThat(preview.untouched(plan)).containsExactly("a");
    assertThat(preview.unreachable()).containsEntry("3", "gone");
    assertThat(preview.steps().get(1).operations().getFirst().diff()).containsExactly("+b •••");
    assertThat(preview.steps().get(2).operations().getFirst().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aRunFromAPreviewLooksNoSecondTime() throws Exception {
    Trial trial = new Trial(step("a", "1"));
    trial.fleet.done.add("a");
    Preview preview = Engine.preview(trial.plan, true, trial.fleet, Redaction.none(), e -> {});

    assertThat(preview.nothingToDo()).isTrue();
    assertThat(trial.engine.run(preview).result()).isEqualTo(RunResult.DONE);
    assertThat(trial.fleet.checks).hasValue(1);
  }

  @Test
  void stopLetsRunningStepsEndAndBeginsNoOther() throws Exception {
    Trial trial = new Trial(step("a", "1"), step("b", "1", "a"));
    CountDownLatch stopped = new CountDownLatch(1);
    trial.fleet.on(
        "a",
        (listener, operation) -> {
          stopped.await();
          listener.finished(operation, Outcome.CHANGED, "");
          return Outcome.CHANGED;
        });
    var end = trial.start();
    trial.await(s -> s.started() != null && s.step("a").operation() == 0);

    assertThat(trial.engine.stop("somebody").ok()).isTrue();
    stopped.countDown();

    assertThat(Trial.within(end).result()).isEqualTo(RunResult.STOPPED);
    assertThat(trial.state().step("a").status()).isEqualTo(StepStatus.CHANGED);
    assertThat(trial.state().step("b").status()).isEqualTo(StepStatus.SKIPPED);
    assertThat(trial.state().stopping()).isTrue();
  }

  @Test
  void aFailedStepIsRetriedAndWhatItBlockedGoesOn() throws Exception {
    Trial trial =
        new Trial(
            Trial.QUICK.withDecisions(true),
            List.of(),
            step("a", "1"),
            step("b", "1", "a"),
            step("c", "2", "b"));
    trial.fleet.on("a", fails("no"));
    var end = trial.start();
    trial.await(RunState::awaitingDecision);

    assertThat(trial.engine.retry("b", "me").ok()).isFalse();
    assertThat(trial.engine.retry("nothing", "me").ok()).isFalse();
    assertThat(trial.engine.retry("a", "me").ok()).isTrue();

    assertThat(Trial.within(end).result()).isEqualTo(RunResult.DONE);
    assertThat(trial.state().counts().changed()).isEqualTo(3);
    assertThat(trial.all(RunEvent.StepReopened.class))
        .extracting(RunEvent.StepReopened::step)
        .containsExactly("a", "b", "c");
  }

  @Test
  void aFailedStepIsLeftOutAndWhatItBlockedGoesOnWithAWarning() throws Exception {
    Trial trial =
        new Trial(Trial.QUICK.withDecisions(true), List.of(), step("a", "1"), step("b", "1", "a"));
    trial.fleet.on("a", fails("no"));
    var end = trial.start();
    trial.await(RunState::awaitingDecision);

    trial.engine.leaveOut("a", "me");

    assertThat(Trial.within(end).result()).isEqualTo(RunResult.WARNINGS);
    assertThat(trial.state().step("a").status()).isEqualTo(StepStatus.SKIPPED);
    assertThat(trial.state().step("b").status()).isEqualTo(StepStatus.CHANGED);
  }

  @Test
  void aFailedStepThatOthersCountOnIsNotLeftOut() throws Exception {
    Trial trial =
        new Trial(
            Trial.QUICK.withDecisions(true),
            List.of(),
            step("a", "1").needed("Both are there."),
            step("b", "1", "a"));
    trial.fleet.on("a", fails("no"));
    var end = trial.start();
    trial.await(RunState::awaitingDecision);

    var refused = trial.engine.leaveOut("a", "me");

    assertThat(refused.ok()).isFalse();
    assertThat(refused.message()).contains("counts on it");
    assertThat(trial.state().step("a").info().ifStopped()).isEqualTo("Both are there.");
    assertThat(trial.state().step("b").status()).isEqualTo(StepStatus.BLOCKED);
    trial.engine.retry("a", "me");
    assertThat(Trial.within(end).result()).isEqualTo(RunResult.DONE);
  }

  @Test
  void stoppingInsteadOfDecidingEndsAsFailed() throws Exception {
    Trial trial = new Trial(Trial.QUICK.withDecisions(true), List.of(), step("a", "1"));
    trial.fleet.on("a", fails("no"));
    var end = trial.start();
    trial.await(RunState::awaitingDecision);

    trial.engine.stop("me");

    assertThat(Trial.within(end).result()).isEqualTo(RunResult.FAILED);
    assertThat(trial.engine.retry("a", "me").ok()).isFalse();
  }

  @Test
  void anInterruptEndsWhatRuns() throws Exception {
    Trial trial = new Trial(step("a", "1"), step("b", "1", "a"));
    trial.fleet.on(
        "a",
        (listener, operation) -> {
          Thread.sleep(60_000);
          return Outcome.CHANGED;
        });
    RunFinished[] end = new RunFinished[1];
    Thread runner =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    end[0] = trial.engine.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    trial.await(s -> s.started() != null && s.step("a").operation() == 0);

    runner.interrupt();
    runner.join();

    assertThat(end[0].result()).isEqualTo(RunResult.STOPPED);
    assertThat(trial.state().step("a").status()).isEqualTo(StepStatus.FAILED);
  }

  @Test
  void anotherRunsLockRefusesBeforeAnythingIsDone() throws Exception {
    Trial trial =
        new Trial(Trial.QUICK.withLockHolder("me"), List.of(), step("a", "1"), step("b", "2"));
    trial.fleet.lockedBy.put("2", "ada on laptop");

    RunFinished end = trial.run();

    assertThat(end.result()).isEqualTo(RunResult.REFUSED);
    assertThat(end.message()).isEqualTo("2 is being changed by ada on laptop; nothing was begun");
    assertThat(trial.fleet.applies).hasValue(0);
    assertThat(trial.fleet.heldLocks()).isEmpty();
  }

  @Test
  void theLockIsTakenAgainAfterALossAndGoesAtTheEnd() throws Exception {
    Trial trial = new Trial(Trial.QUICK.withLockHolder("me"), List.of(), step("a", "1"));
    trial.fleet.on(
        "a",
        breaks("lost"),
        (listener, operation) -> {
          assertThat(trial.fleet.heldLocks()).containsEntry("1", "me");
          listener.finished(operation, Outcome.CHANGED, "");
          return Outcome.CHANGED;
        });

    assertThat(trial.run().result()).isEqualTo(RunResult.DONE);
    assertThat(trial.fleet.heldLocks()).isEmpty();
  }

  @Test
  void nothingHappensThatCannotBeRecorded() {
    FakeFleet fleet = new FakeFleet();
    Plan plan = new Plan(List.of(step("a", "1"), step("b", "1", "a")));
    Engine engine =
        new Engine(
            Trial.run(plan),
            plan,
            fleet,
            Redaction.none(),
            Trial.QUICK,
            event -> {
              if (event instanceof RunEvent.StepFinished) {
                throw new IllegalStateException("disk full");
              }
            });

    assertThatThrownBy(engine::run).hasMessage("disk full");
    assertThat(fleet.done).containsExactly("a");
  }

  @Test
  void anErrorOfANodesCodeFailsTheStepAndNothingElse() throws Exception {
    Trial trial = new Trial(step("a", "1"), step("b", "1"));
    trial.fleet.on(
        "a",
        (listener, operation) -> {
          throw new IllegalStateException("bug");
        });

    assertThat(trial.run().result()).isEqualTo(RunResult.FAILED);
    assertThat(trial.state().step("b").status()).isEqualTo(StepStatus.CHANGED);
  }

  @Test
  void secretsInOutputDetailsAndFailuresAreNotTold() throws Exception {
    Trial trial = new Trial(Trial.QUICK, List.of(new Secret("correct horse")), step("a", "1"));
    trial.fleet.on(
        "a",
        (listener, operation) -> {
          listener.output(operation, "password correct horse taken");
          listener.failed(operation, Fault.ended(1, "correct horse"));
          return Outcome.FAILED;
        });

    trial.run();

    assertThat(trial.events.toString()).contains("•••").doesNotContain("correct horse");
  }

  /** Any graph, any failures: each step ends once, and none begins before what it waits for. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void everyStepEndsInOneStateAndInOrder(long seed) throws Exception {
    Random random = new Random(seed);
    int size = 5 + random.nextInt(40);
    Step[] steps = new Step[size];
    for (int i = 0; i < size; i++) {
      String[] after =
          random
              .ints(random.nextInt(3), 0, Math.max(1, i))
              .filter(j -> j < steps.length && steps[j] != null)
              .mapToObj(j -> "s" + j)
              .distinct()
              .toArray(String[]::new);
      steps[i] = step("s" + i, "n" + random.nextInt(5), after);
    }
    Trial trial = new Trial(steps);
    for (Step step : steps) {
      switch (random.nextInt(8)) {
        case 0 -> trial.fleet.on(step.id(), fails("no"));
        case 1 -> trial.fleet.on(step.id(), breaks("lost"));
        case 2 -> trial.fleet.done.add(step.id());
        default -> {}
      }
    }

    trial.run();

    RunState state = trial.state();
    for (Step step : steps) {
      assertThat(trial.all(RunEvent.StepFinished.class).stream())
          .filteredOn(e -> e.step().equals(step.id()))
          .hasSize(1);
      StepStatus status = state.step(step.id()).status();
      boolean behindFailure =
          step.after().stream()
              .map(b -> state.step(b).status())
              .anyMatch(s -> s == StepStatus.FAILED || s == StepStatus.BLOCKED);
      assertThat(status == StepStatus.BLOCKED).isEqualTo(behindFailure);
      int begun = trial.place(RunEvent.StepStarted.class, step.id());
      if (begun >= 0) {
        assertThat(step.after()).allMatch(b -> trial.place(RunEvent.StepFinished.class, b) < begun);
      }
    }
    assertThat(trial.fleet.mostRunning.get()).isLessThanOrEqualTo(5);
  }

  @Test
  void aNodeDoesOneStepAtATime() throws Exception {
    Step[] steps = new Step[20];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = step("s" + i, "only");
    }
    Trial trial = new Trial(steps);

    trial.run();

    assertThat(trial.fleet.mostRunning).hasValue(1);
  }

  @Test
  void aNodesInterruptWithoutOneOfOursEndsTheRunAndHangsNot() throws Exception {
    Trial trial = new Trial(step("a", "1"), step("b", "1"), step("c", "2"));
    trial.fleet.on(
        "a",
        (listener, operation) -> {
          throw new InterruptedException();
        });

    assertThat(Trial.within(trial.start()).result()).isEqualTo(RunResult.STOPPED);
    assertThat(trial.state().step("b").status()).isEqualTo(StepStatus.SKIPPED);
  }
}
