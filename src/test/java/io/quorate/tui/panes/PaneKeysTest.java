package io.quorate.tui.panes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Phase;
import io.quorate.run.NodeState;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaneKeysTest {

  private static List<String> shown(Pilot pilot) {
    return pilot.model.shownNodes().stream().map(NodeState::name).toList();
  }

  private static String selected(Pilot pilot) {
    return pilot.model.selected().map(NodeState::name).orElse("none");
  }

  private static String lastLine(Pilot pilot) {
    return pilot.draw().lines().toList().getLast();
  }

  @Test
  void nodesAreFilteredWhileTheNameIsTyped() {
    Pilot pilot = new Pilot(RunDashboardTest.running(60)).type("/q1");
    assertThat(pilot.model.left()).as("q is a letter here").isFalse();
    pilot.press(Key.BACKSPACE, Key.BACKSPACE).type("node-4");
    assertThat(shown(pilot)).hasSize(11).startsWith("node-4", "node-40");
    assertThat(lastLine(pilot)).startsWith(" Name: node-4").endsWith("Enter keep   Esc all nodes");
    pilot.press(Key.ENTER);
    assertThat(pilot.draw()).contains("11 of 60 nodes: \"node-4\"", "Esc all nodes   Enter zoom");
    pilot.press(Key.ESCAPE);
    assertThat(shown(pilot)).hasSize(60);
  }

  @Test
  void whatIsPastedIsPartOfTheName() {
    Pilot pilot = new Pilot(RunDashboardTest.running(60)).type("/");
    pilot.tell(new Message.Pasted("192.0.2.59\n")).press(Key.ENTER);
    assertThat(shown(pilot)).containsExactly("node-59");
  }

  @Test
  void aFilterWithoutAnyNodeSaysSoAndKeysDoNoHarm() {
    Pilot pilot = new Pilot(RunDashboardTest.running(60)).type("/中文").press(Key.ENTER);
    assertThat(pilot.draw()).contains("None of 60 nodes: \"中文\". Esc shows all.", "0 of 60 nodes");
    pilot.press(Key.DOWN, Key.ENTER, Key.PAGE_UP, Key.END).type("rslm");
    pilot.tell(new Message.Clicked(3, 5)).tell(new Message.Scrolled(3, 5, 3));
    assertThat(pilot.decided).isEmpty();
    assertThat(pilot.model.zoom()).isNull();
    for (String key : List.of("y", "Y", "w")) {
      assertThat(pilot.type(key).draw()).contains("No node is selected. Esc shows all nodes.");
    }
    assertThat(shown(pilot.press(Key.ESCAPE))).hasSize(60);
  }

  @Test
  void theSelectionStaysWithTheNodesThatAreShown() {
    Pilot pilot = new Pilot(RunDashboardTest.mixed()).press(Key.END);
    assertThat(selected(pilot)).isEqualTo("node-60");
    pilot.type("f");
    assertThat(shown(pilot)).hasSize(16).contains("node-7", "node-31");
    assertThat(selected(pilot)).isEqualTo("node-31");
    pilot.press(Key.DOWN);
    assertThat(selected(pilot)).isEqualTo("node-32");
    pilot.type("f");
    assertThat(shown(pilot)).hasSize(30).doesNotContain("node-32");
  }

  @Test
  void whoReadsANodeThatIsFilteredOutGoesToTheFirstOrTheLastOfTheOthers() {
    RehearsedRun run = RehearsedRun.of(60);
    for (int i = 10; i < 15; i++) {
      run.begin(Phase.PREPARE, i);
    }
    Pilot pilot = new Pilot(run).type("ff").press(Key.ENTER);
    assertThat(selected(pilot)).isEqualTo("node-10");
    RunEvent done =
        new RunEvent.StepFinished(
            run.now(),
            RehearsedRun.step(Phase.PREPARE, 10),
            "node-10",
            RunEvent.StepResult.CHANGED,
            1_000,
            null);
    pilot.tell(new Message.Reported(done));
    assertThat(selected(pilot)).as("it is still read").isEqualTo("node-10");
    assertThat(selected(pilot.press(Key.TAB))).isEqualTo("node-11");
    assertThat(selected(pilot.press(Key.TAB))).isEqualTo("node-12");
  }

  /** While a name was typed, q has to leave the summary. */
  @Test
  void aNameIsNotTypedBehindTheSummaryOrAnOutput() {
    Pilot pilot = new Pilot(RunDashboardTest.running(60)).type("/node");
    pilot.tell(new Message.Clicked(5, 5)).tell(new Message.Clicked(5, 5));
    assertThat(pilot.model.zoom()).isNotNull();
    pilot.type("f");
    assertThat(pilot.draw()).as("f holds the output").contains("held at line");

    Pilot over = new Pilot(RunDashboardTest.running(60)).type("/node");
    over.tell(
        new Message.Reported(new RunEvent.RunFinished(RehearsedRun.BEGIN, RunResult.DONE, "")));
    assertThat(over.draw()).contains("install of prod: done").doesNotContain("Name:");
    assertThat(over.type("q").model.left()).isTrue();
  }

  @Test
  void theMapIsWalkedAndClicked() {
    Pilot pilot = new Pilot(RunDashboardTest.running(1_000)).type("m");
    pilot.press(Key.HOME, Key.DOWN, Key.DOWN, Key.DOWN);
    assertThat(selected(pilot)).isEqualTo("node-82");
    pilot.press(Key.UP, Key.RIGHT);
    assertThat(selected(pilot)).isEqualTo("node-5");
    pilot.tell(new Message.Clicked(2, DashboardModel.HEADER + 1));
    assertThat(selected(pilot)).isEqualTo("node-2");
    pilot.tell(new Message.Clicked(2, DashboardModel.HEADER + 1));
    assertThat(pilot.model.zoom()).isNotNull();
    pilot.press(Key.ESCAPE).type("m");
    assertThat(pilot.draw()).contains("1000 nodes", "→ ● node-2");
  }

  @Test
  void sortingIsSaid() {
    Pilot pilot = new Pilot(RunDashboardTest.running(60)).type("oo");
    assertThat(pilot.draw()).contains("60 nodes, by name");
    assertThat(shown(pilot)).startsWith("node-1", "node-2", "node-3");
    assertThat(new Pilot(RunDashboardTest.running(6)).type("o").draw()).contains("by state");
  }

  @Test
  void searchingSaysWhichMatchItIsAndWhereThereIsNone() {
    RehearsedRun run = RunDashboardTest.running(2);
    for (int i = 0; i < 100; i++) {
      run.print(Phase.RUNTIME, 1, i % 30 == 10 ? "an Error in " + i : "line " + i);
    }
    Pilot pilot = new Pilot(run).press(Key.ENTER).type("n");
    assertThat(pilot.draw()).contains("Nothing is searched for");
    pilot.press(Key.HOME).type("/error").press(Key.ENTER);
    assertThat(pilot.draw()).contains("Match 1 of 3.");
    assertThat(pilot.type("N").draw()).contains("Match 3 of 3, from the end again.");
    assertThat(pilot.type("n").draw()).contains("Match 1 of 3, from the beginning again.");
    assertThat(pilot.type("/nowhere").press(Key.ENTER).draw())
        .contains("Not found in the 102 lines here: nowhere");
  }

  @Test
  void everySizeHasRoomForEachWayOfShowing() {
    for (String keys : List.of("m", "f", "fm", "/x", "mo", "w")) {
      Pilot pilot = new Pilot(RunDashboardTest.mixed()).type(keys);
      for (int width = 1; width < 140; width += 23) {
        for (int height = 1; height < 40; height += 6) {
          assertThat(pilot.draw(width, height, Glyphs.ASCII).lines()).hasSize(height);
        }
      }
    }
  }
}
