package io.quorate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Fault;
import io.quorate.plan.Phase;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepResult;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecisionsTest {

  private static final Instant AT = Instant.parse("2026-11-22T21:04:05Z");

  /** A run in which every failed step waits; it remembers what it was told. */
  private static final class FakeRun implements Decisions.Control {
    private final List<String> told = new ArrayList<>();
    private List<String> open = List.of("etcd@node-1", "etcd@node-2");
    private String refusal = "";
    private boolean noPager;

    @Override
    public List<String> open() throws IOException {
      if (open.isEmpty()) {
        throw new IOException("run r1 takes no commands");
      }
      return open;
    }

    @Override
    public String retry(String step) {
      told.add("retry " + step);
      return refusal;
    }

    @Override
    public String leaveOut(String step) {
      told.add("leave out " + step);
      return refusal;
    }

    @Override
    public String stop() {
      told.add("stop");
      return refusal;
    }

    @Override
    public void showLog(String node) throws IOException {
      if (noPager) {
        throw new IOException("$PAGER names no program that is there");
      }
      told.add("log " + node);
    }
  }

  private final FakeRun run = new FakeRun();

  /** What is there if the run is stopped; empty: steps can be left out. */
  private String stays = "";

  private Decisions decisions(ScriptedTalk script) {
    Decisions decisions = new Decisions(script, run);
    decisions.hear(
        new RunEvent.RunStarted(
            AT,
            "r1",
            "install",
            "home",
            false,
            List.of(
                new RunEvent.NodeInfo("node-1", "10.0.0.1", true, false),
                new RunEvent.NodeInfo("node-2", "10.0.0.2", true, false)),
            List.of(step("node-1"), step("node-2")),
            List.of()));
    return decisions;
  }

  private RunEvent.StepInfo step(String node) {
    return new RunEvent.StepInfo(
        "etcd@" + node, node, Phase.ETCD, "etcd member", List.of("etcd.service"), Set.of(), stays);
  }

  private static RunEvent failed(String node) {
    return new RunEvent.StepFinished(
        AT,
        "etcd@" + node,
        node,
        StepResult.FAILED,
        1200,
        RunEvent.Failure.of(
            Fault.ended(7, "no start"),
            "starting etcd.service",
            "etcd.service",
            List.of(),
            "The port is taken.",
            "Free it."));
  }

  @Test
  void nothingIsAskedWhileNothingFailed() {
    assertThat(decisions(new ScriptedTalk()).due()).isFalse();
  }

  @Test
  void whatOthersCountOnIsTriedAgainOrStopped() throws InterruptedException {
    stays = "Two versions run side by side.";
    ScriptedTalk script = new ScriptedTalk("s", "x", "y");
    Decisions decisions = decisions(script);
    decisions.hear(failed("node-1"));
    decisions.ask();
    assertThat(run.told).containsExactly("stop");
    assertThat(script.text())
        .contains("If it is stopped here: Two versions run side by side.")
        .contains("What follows counts on this step")
        .contains("retry, stop, log, or ?")
        .doesNotContain("leave out");
  }

  @Test
  void theCauseIsSaidAndTheStepIsTriedAgain() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk("retry");
    Decisions decisions = decisions(script);
    decisions.hear(failed("node-1"));
    assertThat(decisions.due()).isTrue();
    decisions.ask();

    assertThat(script.text())
        .contains("etcd member failed on node-1. What now?", "The port is taken. Free it.");
    assertThat(script.offered()).contains("retry", "leave out", "stop", "log");
    assertThat(run.told).containsExactly("retry etcd@node-1");
    // Until the run tells more of it, it is decided.
    assertThat(decisions.due()).isFalse();
    decisions.hear(new RunEvent.StepReopened(AT, "etcd@node-1", "node-1"));
    decisions.hear(new RunEvent.StepStarted(AT, "etcd@node-1", "node-1", 2));
    assertThat(decisions.due()).isFalse();
    decisions.hear(failed("node-1"));
    assertThat(decisions.due()).isTrue();
  }

  @Test
  void eachFailureIsAskedAboutInItsTurnAndLeavingOutIsConfirmed() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk("log", "what", "", "?", "leave out", "n", "leave out", "y", "stop", "y");
    Decisions decisions = decisions(script);
    decisions.hear(failed("node-1"));
    decisions.hear(failed("node-2"));
    decisions.ask();
    decisions.ask();

    assertThat(run.told).containsExactly("log node-1", "leave out etcd@node-1", "stop");
    assertThat(script.text())
        .contains("error: what is not understood.", "goes on from there", "stays undone on node-1");
  }

  @Test
  void whatSomebodyElseDecidedMeanwhileIsNotAsked() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk();
    Decisions decisions = decisions(script);
    decisions.hear(failed("node-1"));
    run.open = List.of("etcd@node-2");
    decisions.ask();
    assertThat(script.said()).isEmpty();
    assertThat(decisions.due()).isFalse();
  }

  @Test
  void aRunThatIsGoneOrRefusesIsSaid() throws InterruptedException {
    ScriptedTalk gone = new ScriptedTalk();
    Decisions decisions = decisions(gone);
    decisions.hear(failed("node-1"));
    run.open = List.of();
    decisions.ask();
    assertThat(gone.text()).isEqualTo("error: run r1 takes no commands");

    ScriptedTalk script = new ScriptedTalk("retry");
    decisions = decisions(script);
    decisions.hear(failed("node-1"));
    run.open = List.of("etcd@node-1");
    run.refusal = "it is not failed";
    decisions.ask();
    assertThat(script.text()).contains("Refused: it is not failed.");
  }

  @Test
  void aLogThatCannotBeShownDecidesNothing() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk("log", "retry");
    Decisions decisions = decisions(script);
    decisions.hear(failed("node-1"));
    run.noPager = true;
    decisions.ask();
    assertThat(script.text()).contains("error: $PAGER names no program that is there");
    assertThat(run.told).containsExactly("retry etcd@node-1");
  }

  @Test
  void aRunThatDoesNotAnswerIsAskedAgainButNotForEver() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk();
    Decisions decisions = decisions(script);
    decisions.hear(failed("node-1"));
    run.open = List.of();
    decisions.ask();
    assertThat(decisions.due()).isTrue();
    decisions.ask();
    decisions.ask();
    assertThat(decisions.due()).isFalse();
    assertThat(script.said().getLast()).contains("quorate attach --plain");
  }

  @Test
  void leavingTheQuestionDecidesNothing() {
    Decisions decisions = decisions(new ScriptedTalk());
    decisions.hear(failed("node-1"));
    assertThatThrownBy(decisions::ask).isInstanceOf(Prompts.Interrupted.class);
    assertThat(run.told).isEmpty();
    assertThat(decisions.due()).isTrue();
  }
}
