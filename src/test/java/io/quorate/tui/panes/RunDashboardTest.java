package io.quorate.tui.panes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.run.Durations;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepResult;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Pictures;
import io.quorate.tui.TextCanvas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pictures are made anew by {@code -Dformat=write}. */
class RunDashboardTest {

  private static final Pictures PICTURES = new Pictures(Path.of("src/test/resources/golden/panes"));

  static RehearsedRun running(int nodes) {
    RehearsedRun run = RehearsedRun.of(nodes).after(3).finishAll(Phase.PREPARE, nodes).after(9);
    for (int i = 1; i < nodes; i++) {
      run.begin(Phase.RUNTIME, i)
          .print(Phase.RUNTIME, i, "\u001b[32mGet:1\u001b[0m containerd.io\tamd64", "10%\r42%")
          .progress(Phase.RUNTIME, i, 13_000_000L * i, 52_000_000);
    }
    return run.after(65);
  }

  static RehearsedRun failed(int nodes) {
    return RehearsedRun.of(nodes)
        .after(3)
        .finishAll(Phase.PREPARE, nodes)
        .begin(Phase.ETCD, 2)
        .print(Phase.ETCD, 2, "dial tcp 192.0.2.1:2379: i/o timeout", "中文 output \u2705")
        .after(8)
        .fail(Phase.ETCD, 2)
        .begin(Phase.RUNTIME, 3)
        .after(2);
  }

  static RehearsedRun finished() {
    RehearsedRun run = failed(3).end(RunResult.FAILED, "1 step failed; the others are done.");
    return run;
  }

  private static RehearsedRun proven() {
    RehearsedRun run = RehearsedRun.of(3).finishAll(Phase.PREPARE, 3).after(100);
    run.begin(Phase.VERIFY, 1)
        .prove(1, "3 members, all voting and healthy", Outcome.UNCHANGED)
        .finish(Phase.VERIFY, 1)
        .begin(Phase.VERIFY, 2)
        .prove(2, "DNS answers only after 4 s", Outcome.WARNED)
        .finish(Phase.VERIFY, 2, StepResult.WARNED, null);
    return run.end(RunResult.WARNINGS, "The cluster works; one check warns.");
  }

  /** Sixty nodes in all states. */
  static RehearsedRun mixed() {
    RehearsedRun run = RehearsedRun.of(60);
    for (int i = 1; i <= 45; i++) {
      run.begin(Phase.PREPARE, i);
      if (i > 30) {
        run.fail(Phase.PREPARE, i);
      } else if (i > 4) {
        run.finish(Phase.PREPARE, i).begin(Phase.RUNTIME, i);
      }
    }
    return run.lose(7, "timeout: no answer within 10 s").after(5);
  }

  /** The second node has to wait for the first. */
  static RehearsedRun waiting() {
    return RehearsedRun.inPhases(3)
        .begin(Phase.PREPARE, 1)
        .begin(Phase.PREPARE, 2)
        .finish(Phase.PREPARE, 2)
        .begin(Phase.PREPARE, 3)
        .after(12);
  }

  private static Map<String, Pilot> screens() {
    Map<String, Pilot> screens = new LinkedHashMap<>();
    screens.put("running", new Pilot(running(6)));
    screens.put("many", new Pilot(running(60)));
    screens.put("failed", new Pilot(failed(3)));
    screens.put("failed-zoom", new Pilot(failed(3)).press(Key.ENTER));
    screens.put("zoom", new Pilot(running(6)).press(Key.ENTER));
    screens.put("copy", new Pilot(running(6)).press(Key.ENTER).type("c"));
    screens.put("map", new Pilot(mixed()).type("m"));
    screens.put("filter", new Pilot(mixed()).type("f/node-3"));
    screens.put("filter-none", new Pilot(running(60)).type("f"));
    screens.put("waits", new Pilot(waiting()).press(Key.RIGHT).type("w"));
    screens.put("leave", new Pilot(running(3)).type("q"));
    screens.put("summary-failed", new Pilot(finished()));
    screens.put("summary-proven", new Pilot(proven()));
    return screens;
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "132, 43", "60, 18"})
  void screensLookAsDrawn(int width, int height) throws IOException {
    for (var screen : screens().entrySet()) {
      PICTURES.compare(
          screen.getKey() + "-" + width + "x" + height + ".txt",
          screen.getValue().drawn(width, height, Glyphs.UNICODE));
    }
  }

  @Test
  void aLocaleWithoutUtf8GetsAsciiOfOurs() {
    assertThat(new Pilot(running(6)).draw(80, 24, Glyphs.ASCII)).matches("[\\x00-\\x7f]*");
    assertThat(new Pilot(proven()).draw(80, 24, Glyphs.ASCII)).matches("[\\x00-\\x7f]*");
  }

  @Test
  void everySizeCanBeDrawn() {
    for (Pilot pilot : screens().values()) {
      for (int width = 1; width < 150; width += 11) {
        for (int height = 1; height < 60; height += 7) {
          String drawn = pilot.draw(width, height, Glyphs.UNICODE);
          assertThat(drawn.lines().count()).isEqualTo(height);
        }
      }
    }
  }

  @Test
  void aQuestionIsAnsweredByTheMouseAndByTheRunsEnd() {
    Pilot pilot = new Pilot(running(3)).type("q");
    String[] rows = pilot.draw().split("\n");
    int y = 0;
    while (!rows[y].contains("[ Stay ]")) {
      y++;
    }
    int x = rows[y].indexOf("[ Stay ]") + 2;
    assertThat(pilot.model.question()).isNotNull();
    pilot.tell(new Message.Clicked(x, y));
    assertThat(pilot.model.question()).isNull();
    pilot.type("q");
    pilot.tell(
        new Message.Reported(new RunEvent.RunFinished(RehearsedRun.BEGIN, RunResult.DONE, "")));
    assertThat(pilot.model.question()).isNull();
  }

  @Test
  void beforeTheRunBeginsItSaysSo() {
    RehearsedRun nothing = new RehearsedRun();
    assertThat(new Pilot(nothing).draw()).contains("Waiting for the run to begin");
    assertThat(new Pilot(nothing).press(Key.DOWN, Key.ENTER).draw(60, 8, Glyphs.ASCII))
        .contains("Waiting");
  }

  @Test
  void aFailedStepIsRetriedOrLeftOut() {
    Pilot pilot = new Pilot(failed(3)).type("r");
    assertThat(pilot.decided)
        .containsExactly(new RunCommand.Retry(RehearsedRun.step(Phase.ETCD, 2)));
    pilot.type("s").press(Key.ESCAPE);
    assertThat(pilot.decided).hasSize(1);
    pilot.press(Key.ENTER).type("s").press(Key.ENTER);
    assertThat(pilot.decided).as("Enter alone leaves nothing out").hasSize(1);
    pilot.type("s").press(Key.LEFT, Key.ENTER);
    assertThat(pilot.decided).endsWith(new RunCommand.Skip(RehearsedRun.step(Phase.ETCD, 2)));
  }

  @Test
  void whatSomeoneElseRetriedMeanwhileIsNotLeftOut() {
    Pilot pilot = new Pilot(failed(3)).type("s");
    RunEvent reopened =
        new RunEvent.StepReopened(
            RehearsedRun.BEGIN, RehearsedRun.step(Phase.ETCD, 2), RehearsedRun.node(2));
    pilot.tell(new Message.Reported(reopened)).press(Key.LEFT, Key.ENTER);
    assertThat(pilot.decided).isEmpty();
  }

  @Test
  void enterAloneStopsNothing() {
    Pilot pilot = new Pilot(running(3)).type("x");
    assertThat(pilot.draw().lines().toList().getLast())
        .isEqualTo(" Enter Keep running   Left/Right choose   Esc Keep running");
    assertThat(pilot.press(Key.ENTER).decided).isEmpty();
    assertThat(pilot.type("x").press(Key.LEFT, Key.ENTER).decided)
        .containsExactly(new RunCommand.Stop());
  }

  @Test
  void helpIsReadInEveryView() {
    Pilot pilot = new Pilot(running(3));
    assertThat(pilot.draw()).contains("F1 help");
    assertThat(pilot.press(Key.F1).draw()).contains("─ Keys ─", "stop the run", "any key closes");
    assertThat(pilot.type("x").draw()).doesNotContain("─ Keys ─");
    assertThat(pilot.model.question()).as("the key that closes does nothing else").isNull();
    assertThat(pilot.press(Key.ENTER).type("?").draw()).contains("─ Keys ─");
    pilot.press(Key.ESCAPE).type("/?");
    assertThat(pilot.draw()).as("it is typed into the search").doesNotContain("─ Keys ─");
  }

  @Test
  void keysOfFailuresDoNothingOnAHealthyNode() {
    assertThat(new Pilot(running(3)).type("rs").decided).isEmpty();
  }

  @Test
  void leavingAsksFirst() {
    KeyPress interrupt = new KeyPress(Key.CHARACTER, 'c', true, false, false);
    Pilot pilot = new Pilot(running(3)).tell(new Message.Pressed(interrupt));
    assertThat(pilot.model.left()).isFalse();
    pilot.press(Key.ESCAPE);
    assertThat(pilot.model.question()).isNull();
    pilot.type("q").press(Key.RIGHT, Key.ENTER);
    assertThat(pilot.decided).containsExactly(new RunCommand.Stop());
    assertThat(pilot.model.left()).isFalse();
    pilot.type("q").press(Key.ENTER);
    assertThat(pilot.decided).endsWith(new RunCommand.Detach());
    assertThat(pilot.dashboard.finished(pilot.model)).isTrue();
    assertThat(new Pilot(finished()).type("q").model.left()).isTrue();
  }

  @Test
  void arrowsFollowTheTilesAndAClickSelectsThenZooms() {
    Pilot pilot = new Pilot(running(6)).press(Key.DOWN);
    assertThat(pilot.model.eyes().chosen()).isEqualTo("node-3");
    pilot.press(Key.RIGHT, Key.UP, Key.UP, Key.LEFT);
    assertThat(pilot.model.eyes().chosen()).isEqualTo("node-1");
    pilot.tell(new Message.Clicked(79, 21));
    assertThat(pilot.model.eyes().chosen()).isEqualTo("node-6");
    pilot.tell(new Message.Clicked(79, 21));
    assertThat(pilot.model.zoom()).isNotNull();
  }

  @Test
  void amongManyNodesTheFailedOneComesFirst() {
    Pilot pilot = new Pilot(failed(60));
    assertThat(pilot.model.shownNodes().getFirst().name()).isEqualTo("node-2");
    assertThat(pilot.model.shownNodes().get(1).name()).isEqualTo("node-3");
    assertThat(pilot.draw()).contains("Join the etcd cluster");
  }

  @Test
  void twoHundredNodesAreALineEach() throws IOException {
    Pilot pilot = new Pilot(running(200));
    TextCanvas drawn = pilot.drawn(80, 24, Glyphs.UNICODE);
    PICTURES.compare("two-hundred-80x24.txt", drawn);
    List<String> rows =
        drawn.toText().lines().filter(l -> l.matches("[→ ] ● node-\\d+ +Install .*")).toList();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(10);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).startsWith((i == 0 ? "→" : " ") + " ● node-" + (i + 1) + " ");
    }
  }

  @Test
  void whatIsReadStaysInPlaceWhileLinesCome() {
    RehearsedRun run = running(2);
    for (int i = 0; i < 100; i++) {
      run.print(Phase.RUNTIME, 1, "line " + i);
    }
    Pilot pilot = new Pilot(run).press(Key.ENTER, Key.PAGE_UP);
    List<String> before = outputLines(pilot);
    RunEvent more =
        new RunEvent.Output(
            run.now(), RehearsedRun.step(Phase.RUNTIME, 1), RehearsedRun.node(1), "more");
    pilot.tell(new Message.Reported(more));
    assertThat(outputLines(pilot)).isEqualTo(before);
    assertThat(pilot.type("f").draw()).contains("│more ");
  }

  @Test
  void searchFindsTheNextLineAndTheOneAfter() {
    RehearsedRun run = running(2);
    for (int i = 0; i < 100; i++) {
      run.print(Phase.RUNTIME, 1, i % 30 == 10 ? "an Error in " + i : "line " + i);
    }
    Pilot pilot = new Pilot(run).press(Key.ENTER, Key.HOME).type("/error").press(Key.ENTER);
    assertThat(firstOutput(pilot)).contains("Error in 10");
    assertThat(firstOutput(pilot.type("n"))).contains("Error in 40");
    assertThat(firstOutput(pilot.type("N"))).contains("Error in 10");
  }

  private static String firstOutput(Pilot pilot) {
    return outputLines(pilot).getFirst();
  }

  private static List<String> outputLines(Pilot pilot) {
    return pilot.draw().lines().skip(6).toList();
  }

  @Test
  void oneStepsLinesStandAlone() {
    RehearsedRun run = RehearsedRun.of(2).begin(Phase.PREPARE, 1);
    run.print(Phase.PREPARE, 1, "early 1", "early 2").finish(Phase.PREPARE, 1);
    run.begin(Phase.RUNTIME, 1).print(Phase.RUNTIME, 1, "late");
    Pilot pilot = new Pilot(run).press(Key.ENTER).type("t");
    assertThat(pilot.draw()).contains("only: Install containerd", "late").doesNotContain("early");
    assertThat(pilot.type("t").draw()).contains("only: Prepare the system", "early 2");
    assertThat(pilot.draw()).doesNotContain("late");
    assertThat(pilot.type("t").draw()).contains("early 1", "late").doesNotContain("only:");
  }

  @Test
  void linesToCopyStandAloneAndTheMouseIsTheTerminals() {
    Pilot pilot = new Pilot(failed(3)).press(Key.ENTER);
    assertThat(pilot.dashboard.takesMouse(pilot.model)).isTrue();
    String plain = pilot.type("c").draw();
    assertThat(plain).startsWith("dial tcp 192.0.2.1:2379: i/o timeout\n中文 output");
    assertThat(pilot.dashboard.takesMouse(pilot.model)).isFalse();
    assertThat(pilot.press(Key.ESCAPE).draw()).contains("┌─ node-2");
  }

  @Test
  void theFullLogIsAskedForByNode() {
    Pilot pilot = new Pilot(failed(3)).press(Key.ENTER).type("l");
    assertThat(pilot.decided).containsExactly(new RunCommand.ReadLog("node-2"));
    pilot.tell(new Message.Reported(new RunDashboard.Notice("There is no pager.")));
    assertThat(pilot.draw()).contains("There is no pager.");
    assertThat(pilot.press(Key.UP).draw()).doesNotContain("There is no pager.");
  }

  @Test
  void theRestIsEstimatedFromWhatWasRecorded() {
    Durations.Recorder recorder = new Durations.Recorder();
    for (Phase phase : List.of(Phase.RUNTIME, Phase.ETCD, Phase.CONTROL_PLANE, Phase.VERIFY)) {
      String step = RehearsedRun.step(phase, 1);
      recorder.take(
          new RunEvent.StepFinished(
              RehearsedRun.BEGIN, step, "node-1", StepResult.CHANGED, 60_000, null));
    }
    RehearsedRun run = RehearsedRun.of(1).finishAll(Phase.PREPARE, 1).begin(Phase.RUNTIME, 1);
    Pilot pilot = new Pilot(run.after(10));
    assertThat(pilot.draw()).doesNotContain("left");
    pilot.tell(new Message.Reported(recorder.durations()));
    run.after(2);
    assertThat(pilot.tell(new Message.Tick(2_000)).draw()).contains("about 3:48 left");
  }

  @Test
  void timeIsANewPictureOnlyOnceASecond() {
    RehearsedRun run = running(3);
    Pilot pilot = new Pilot(run);
    DashboardModel before = pilot.model;
    assertThat(pilot.tell(new Message.Tick(2_000)).model).isSameAs(before);
    run.after(1);
    assertThat(pilot.tell(new Message.Tick(3_000)).model).isNotSameAs(before);
  }

  @Test
  void whatIsNoEventIsAFault() {
    Pilot pilot = new Pilot(running(3));
    assertThatThrownBy(() -> pilot.tell(new Message.Reported("?")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Pilot dead(ProcessDeath why, boolean resumable) {
    RehearsedRun run = failed(3);
    Pilot pilot = new Pilot(run, () -> resumable);
    pilot.type("x");
    run.after(600);
    return pilot.tell(new Message.Tick(2_000)).tell(new Message.Reported(why));
  }

  @Test
  void aRunWhoseProcessDiedIsSeenToHaveEnded() {
    Pilot pilot = dead(new ProcessDeath.Killed(), true);

    assertThat(pilot.model.question()).as("asked about a run that goes on").isNull();
    String summary = pilot.draw();
    assertThat(summary)
        .contains(": killed", "The run was killed", "journalctl -k", "r resume", "cut off")
        .doesNotContain("running");
    pilot.type("p");
    String panes = pilot.draw();
    assertThat(panes).contains("killed • 0:11", "cut off in: ", "1 cut off", "r resume");
    assertThat(panes).doesNotContain("running", "retry", "x stop", "left ");
    pilot.tell(new Message.Tick(60_000));
    assertThat(pilot.draw()).as("its clock stands").isEqualTo(panes);
    pilot.type("xs");
    assertThat(pilot.decided)
        .as("whoever looks elsewhere is called, and nothing is decided")
        .containsExactly(new RunCommand.Call("install of prod: killed"));
    pilot.type("r");
    assertThat(pilot.model.left()).isTrue();
    assertThat(pilot.model.resumes()).isTrue();
  }

  @Test
  void whatCannotBeGoneOnWithIsNotOffered() {
    Pilot pilot = dead(new ProcessDeath.OutOfMemory("192m"), false);

    assertThat(pilot.draw())
        .contains(": out of memory", "QUORATE_MEMORY=384m")
        .doesNotContain("r resume");
    assertThat(pilot.type("r").model.left()).isFalse();
  }
}
