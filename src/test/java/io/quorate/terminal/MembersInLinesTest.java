package io.quorate.terminal;

import static io.quorate.terminal.Rehearsal.LATER;
import static io.quorate.terminal.Rehearsal.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes leave and join by questions and lines, practised without an install before. */
@Tag("terminal")
class MembersInLinesTest {

  private static final String WHO = "Nodes to remove, or Enter when all are named:";

  @TempDir Path home;

  @Test
  void aDeadMasterLeavesAndComesBackWiped() {
    Rehearsal rehearsal = new Rehearsal(home, 50);
    try (Tmux terminal = rehearsal.open(120, 60)) {
      String before = rehearsal.settings(terminal, "before");
      String file = rehearsal.inventory().toString();
      Rehearsal.run(terminal, "remove -i " + file + " --rehearse --plain --dead node-1");
      String asked = terminal.asked(SOON, WHO);
      assertThat(asked)
          .contains("! node-1 (master, worker): SSH does not answer, etcd member does not answer");
      terminal.type("node-2").press("Enter");
      terminal.await(SOON, "1 of 3 voting members is down");
      terminal.asked(SOON, WHO);
      terminal.type("node-2").press("Enter");
      // Tab completes what is known.
      terminal.type("node-1").press("Tab", "Enter");
      terminal.await(SOON, "Voting members 3 → 2");
      terminal.press("Enter");
      terminal.await(SOON, "Enter goes on, phases");
      terminal.press("Enter");
      terminal.asked(SOON, "Remove node-1 now? [y/N]");
      terminal.type("y").press("Enter");
      terminal.await(LATER, "code=0");
      assertThat(terminal.history())
          .contains("DONE ", "2 voting members, 2 healthy, quorum 2, survives no failure.");

      Rehearsal.run(terminal, "add -i " + file + " --rehearse --plain; echo again-$?");
      terminal.asked(SOON, "Host, or Enter when all are there:");
      terminal.press("Enter");
      terminal.asked(SOON, "Wipe etcd's old data on node-1? [y/N]");
      terminal.type("y").press("Enter");
      terminal.await(SOON, "Enter goes on, phases");
      terminal.press("Enter");
      terminal.asked(SOON, "Let them join now? [y/N]");
      terminal.type("y").press("Enter");
      terminal.await(LATER, "again-0");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void hostsJoinOnADumbTerminal() {
    Rehearsal rehearsal = new Rehearsal(home, 50);
    try (Tmux terminal = rehearsal.open(120, 60)) {
      String before = rehearsal.settings(terminal, "before");
      terminal.command("export TERM=dumb");
      Rehearsal.run(terminal, "add -i " + rehearsal.inventory() + " --rehearse");
      terminal.asked(SOON, "Host, or Enter when all are there:");
      terminal.type("node-[5-6] 10.20.0.[15-16]").press("Enter");
      terminal.await(SOON, "What it is for");
      terminal.type("master").press("Enter");
      terminal.await(SOON, "3 → 5 masters, one after the other.");
      terminal.press("Enter");
      terminal.await(SOON, "Enter goes on, phases");
      assertThat(terminal.history()).contains("node-6 joins without a vote");
      terminal.press("Enter");
      terminal.asked(SOON, "Let them join now? [y/N]");
      terminal.type("y").press("Enter");
      terminal.await(LATER, "code=0");
      String look = "remove -i " + rehearsal.inventory() + " --rehearse --dry-run";
      Rehearsal.run(terminal, look + "; echo looked-$?");
      terminal.await(SOON, "looked-0");
      assertThat(terminal.screen()).contains("5 voting members, 5 healthy");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void whatWasCutOffGoesOnAsItWasAskedFor() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 2);
    try (Tmux terminal = rehearsal.open(120, 60)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(
          terminal,
          "remove -i " + rehearsal.inventory() + " node-1 --clean --rehearse --plain --yes");
      terminal.await(LATER, "is gone");
      rehearsal.killNewestRun();
      String resume = "remove -i " + rehearsal.inventory() + " --rehearse --resume";
      terminal.await(SOON, resume, s -> s.replaceAll("\\s+", "").contains(resume.replace(" ", "")));
      terminal.await(SOON, "code=1");
      terminal.command("export QUORATE_REHEARSAL_SPEED=50; clear");
      Rehearsal.run(terminal, resume + " --plain --yes");
      terminal.await(LATER, "code=0");
      assertThat(terminal.history())
          .contains("2 masters survive no failure", "node-1  done    Remove data and files");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  /** Nobody can be asked, and nothing was said: that is an error, with what to do. */
  @Test
  void withoutATerminalSomebodyHasToBeNamed() {
    Rehearsal rehearsal = new Rehearsal(home, 50);
    try (Tmux terminal = rehearsal.open(120, 40)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "remove -i " + rehearsal.inventory() + " --rehearse </dev/null");
      String screen = terminal.await(SOON, "code=2");
      assertThat(screen)
          .contains("3 voting members", "error: name the nodes that leave, after the options");
      Rehearsal.run(
          terminal,
          "add -i "
              + rehearsal.inventory()
              + " --rehearse --node 'n9 10.20.0.19' </dev/null; echo asked-$?");
      terminal.await(SOON, "Say --yes to go on.");
      terminal.await(SOON, "the end", s -> s.matches("(?s).*asked-\\d.*"));
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }
}
