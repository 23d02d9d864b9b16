package io.quorate.tui.panes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Phase;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.tui.KeyPress.Key;
import org.junit.jupiter.api.Test;

class CopiesTest {

  private static RunCommand.Copy copied(Pilot pilot) {
    assertThat(pilot.decided).last().isInstanceOf(RunCommand.Copy.class);
    return (RunCommand.Copy) pilot.decided.getLast();
  }

  @Test
  void whatFailedIsCopiedAsATicketNeedsIt() {
    RunCommand.Copy copy = copied(new Pilot(RunDashboardTest.failed(3)).type("y"));
    assertThat(copy.what()).isEqualTo("what failed on node-2");
    assertThat(copy.text())
        .startsWith("node-2: Join the etcd cluster\n")
        .contains("\n  dial tcp 192.0.2.1:2379: i/o timeout\n", "The clock of this node")
        .endsWith("\n");
  }

  /** What is pasted into a shell or a terminal must not command it. */
  @Test
  void nothingThatCommandsATerminalIsCopied() {
    RehearsedRun run = RehearsedRun.of(2).begin(Phase.ETCD, 1);
    run.print(Phase.ETCD, 1, "\u001b[31mred\u001b[0m", "a\u001b]52;c;ZXZpbA==\u0007b\u009bm");
    run.fail(Phase.ETCD, 1, "x\u001b]0;title\u0007", "\u001b[201~rm -rf /\r");
    Pilot pilot = new Pilot(run).type("y");
    assertThat(copied(pilot).text())
        .contains("x^[]0;title^G")
        .matches("[^\\p{Cntrl}]+(\n[^\\p{Cntrl}]*)*");
    pilot.press(Key.ENTER).type("c");
    assertThat(copied(pilot).text()).startsWith("red\na^[]52;c;ZXZpbA==^Gb");
    assertThat(copied(pilot).text().replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void theLinesInViewAreCopied() {
    RehearsedRun run = RunDashboardTest.running(2);
    for (int i = 0; i < 100; i++) {
      run.print(Phase.RUNTIME, 1, "line " + i);
    }
    Pilot pilot = new Pilot(run).press(Key.ENTER).type("c");
    RunCommand.Copy copy = copied(pilot);
    assertThat(copy.text()).endsWith("line 98\nline 99\n");
    assertThat(copy.what()).isEqualTo(copy.text().lines().count() + " lines");
    pilot.type("c");
    assertThat(pilot.decided).as("c goes back without copying again").hasSize(1);
  }

  @Test
  void theSummaryGivesAllThatFailed() {
    RehearsedRun run = RunDashboardTest.failed(3).fail(Phase.RUNTIME, 3, "no space left on device");
    Pilot pilot = new Pilot(run.end(RunResult.FAILED, ""));
    pilot.decided.clear();
    RunCommand.Copy copy = copied(pilot.type("y"));
    assertThat(copy.what()).isEqualTo("what failed");
    assertThat(copy.text())
        .contains("node-2: Join the etcd cluster", "node-3: Install containerd", "no space left");
  }

  @Test
  void theLogsPathIsAskedForByNode() {
    Pilot pilot = new Pilot(RunDashboardTest.running(3)).press(Key.RIGHT).type("Y");
    assertThat(pilot.decided).containsExactly(new RunCommand.CopyLogPath("node-2"));
  }

  @Test
  void whereNothingFailedThatIsSaid() {
    Pilot pilot = new Pilot(RunDashboardTest.running(3)).type("y");
    assertThat(pilot.decided).isEmpty();
    assertThat(pilot.draw()).contains("Nothing failed here. Y copies the path of the log.");
  }

  @Test
  void inASearchTheyAreLetters() {
    Pilot pilot = new Pilot(RunDashboardTest.failed(3)).press(Key.ENTER).type("/yYwc");
    assertThat(pilot.decided).isEmpty();
    assertThat(pilot.draw()).contains("yYwc");
  }
}
