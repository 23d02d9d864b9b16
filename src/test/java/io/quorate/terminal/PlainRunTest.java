package io.quorate.terminal;

import static io.quorate.terminal.Rehearsal.LATER;
import static io.quorate.terminal.Rehearsal.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in lines, in a real terminal: what failed is decided on there. */
@Tag("terminal")
class PlainRunTest {

  private static final String NUMBER = "A number (Enter: 1, ?: help, q: quit):";

  @TempDir Path home;

  /** A run whose twentieth operation on a node fails. */
  private static void start(Rehearsal rehearsal, Tmux terminal, String node, String option) {
    terminal.command("export QUORATE_REHEARSAL_FAIL=" + node + ":20");
    Rehearsal.run(
        terminal, "install -i " + rehearsal.inventory() + " --rehearse --plain " + option);
  }

  private static void startAndAgree(Rehearsal rehearsal, Tmux terminal, String node) {
    start(rehearsal, terminal, node, "");
    terminal.asked(SOON, "Go on? [y/N]");
    terminal.type("y").press("Enter");
    terminal.await(LATER, "Prepare the system failed on " + node + ". What now?");
    terminal.asked(SOON, "or ? for what these do:");
  }

  @Test
  void aFailedStepIsAskedAboutAndTriedAgain() {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    try (Tmux terminal = rehearsal.open(100, 40)) {
      String before = rehearsal.settings(terminal, "before");
      startAndAgree(rehearsal, terminal, "node-2");
      terminal.type("retry").press("Enter");
      terminal.await(LATER, "code=0");
      assertThat(terminal.history())
          .contains("told    retry common@node-2", "reopened Prepare the system");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  /** It is the person's input, as an option is: no fault of the program, and no page of a crash. */
  @Test
  void aVariableThatSaysNothingOfTheKindIsRefused() {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    try (Tmux terminal = rehearsal.open(100, 40)) {
      start(rehearsal, terminal, "node-2:soon", "");
      terminal.await(SOON, "code=2");
      assertThat(terminal.history())
          .contains("error: QUORATE_REHEARSAL_FAIL is \"node-2:soon:20\"; it has to be a node and")
          .doesNotContain("crashes");
    }
  }

  @Test
  void thePersonLeavesAndAnotherCommandDecides() {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    try (Tmux terminal = rehearsal.open(100, 40)) {
      String before = rehearsal.settings(terminal, "before");
      startAndAgree(rehearsal, terminal, "node-4");
      terminal.press("C-c");
      terminal.await(SOON, "waits for a decision");
      terminal.await(SOON, "code=130");
      assertThat(rehearsal.settings(terminal, "between")).isEqualTo(before);
      terminal.command("clear");
      Rehearsal.run(terminal, "attach --plain");
      terminal.asked(LATER, "or ? for what these do:");
      terminal.type("stop").press("Enter");
      terminal.await(SOON, "End the run after the running steps?");
      terminal.type("y").press("Enter");
      terminal.await(LATER, "code=1\n");
      assertThat(terminal.history()).contains("told    stop");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void aJobIsNotAsked() {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    try (Tmux terminal = rehearsal.open(100, 40)) {
      String before = rehearsal.settings(terminal, "before");
      start(rehearsal, terminal, "node-4", "--yes");
      terminal.await(LATER, "code=1");
      assertThat(terminal.history()).doesNotContain("What now?");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void theMenuLeadsToEveryJourneyInLines() {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    try (Tmux terminal = rehearsal.open(100, 40)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "--rehearse --plain");
      String menu = terminal.asked(SOON, NUMBER);
      assertThat(menu)
          .contains(
              "  1  Install a new cluster",
              "  2  Add nodes",
              "  3  Remove nodes",
              "  4  Upgrade a cluster",
              "  5  Back up a cluster",
              "  6  Try a backup",
              "  7  Look after certificates",
              "  8  Rescue a cluster",
              "  9  Restore a cluster",
              "  10  Repair a node's network",
              "  11  Destroy a cluster",
              "  12  Watch a cluster",
              "  13  Compare with the CIS benchmark",
              "  14  Make a support bundle",
              "  15  Write an inventory",
              "  16  Quit");
      terminal.type("99").press("Enter");
      terminal.await(SOON, "it has to be a number from 1 to 16, or q.");
      terminal.asked(SOON, NUMBER);
      terminal.type("3").press("Enter");
      terminal.asked(SOON, "Inventory []:");
      terminal.type(rehearsal.inventory().toString()).press("Enter");
      terminal.await(LATER, "node-4");
      terminal.press("C-c");
      terminal.await(SOON, "code=130");
      terminal.command("clear");
      Rehearsal.run(terminal, "--rehearse --plain");
      terminal.asked(SOON, NUMBER);
      terminal.press("Enter");
      terminal.await(SOON, "Step 1 of ");
      terminal.press("C-c");
      terminal.await(SOON, "code=130");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }
}
