package io.quorate.terminal;

import static io.quorate.terminal.Rehearsal.LATER;
import static io.quorate.terminal.Rehearsal.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole install by keys, from the menu to the evidence. */
@Tag("terminal")
class WizardJourneyTest {

  private static final String HOST = "Host, or Enter when all are there:";

  @TempDir Path home;

  private static void page(Tmux terminal, String title) {
    terminal.await(SOON, "Quorate • " + title + " ");
  }

  @Test
  void theWizardEndsInAVerifiedRehearsal() {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    try (Tmux terminal = rehearsal.open(80, 24)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "--rehearse");
      terminal.await(SOON, "What do you want to do?");
      terminal.press("Enter");
      page(terminal, "Access");
      terminal.press("F1");
      assertThat(terminal.await(SOON, "Example")).contains("Source");
      terminal.press("Escape", "F10");
      page(terminal, "Hosts");
      terminal.paste("alpha 192.0.2.11\nbeta 192.0.2.12\ngamma 192.0.2.13\ndelta 192.0.2.14\n");
      terminal.await(SOON, "four answers", s -> s.split("CPUs,", -1).length > 4);
      terminal.press("F10");
      page(terminal, "Roles");
      terminal.await(SOON, "3 masters: quorum 2, survives 1 failure");
      terminal.press("F10");
      page(terminal, "Versions");
      assertThat(terminal.screen()).contains(", until 20");
      terminal.press("F10");
      page(terminal, "Network");
      terminal.press("F10");
      page(terminal, "etcd token and security");
      terminal.press("F10");
      page(terminal, "Review");
      terminal.press("F2");
      terminal.await(LATER, "Prepare: ");
      terminal.press("F10");
      page(terminal, "Preflight");
      terminal.await(SOON, "0 errors");
      // Warnings are acknowledged one by one.
      terminal.pressUntil("0 open warnings", "n", "a");
      terminal.press("F10");
      terminal.await(SOON, "Install now?");
      terminal.press("Right", "Enter");
      terminal.await(LATER, "the live panes", s -> s.contains("─ ") && s.contains("running"));
      terminal.resize(132, 43);
      terminal.resize(60, 18);
      terminal.resize(110, 30);
      String end = terminal.await(LATER, "install of kubernetes: ");
      assertThat(end).contains("install of kubernetes: done", "REHEARSAL", "Verified");
      terminal.press("q");
      terminal.await(SOON, "code=0");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void ctrlCAsksFirstAndTheMouseAnswers() {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    try (Tmux terminal = rehearsal.open(80, 24)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "--rehearse");
      terminal.await(SOON, "What do you want to do?");
      terminal.click("Install a new cluster");
      page(terminal, "Access");
      terminal.press("C-c");
      terminal.await(SOON, "Leave the wizard?");
      terminal.click("[ Stay ]");
      terminal.await(SOON, "the page", s -> !s.contains("Leave the wizard?"));
      page(terminal, "Access");
      terminal.press("C-c");
      terminal.await(SOON, "Leave the wizard?");
      terminal.click("[ Leave ]");
      terminal.await(SOON, "code=0");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void fiftyPastedLinesAreReadAndBadOnesKept() {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    String lines =
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> i % 25 == 0 ? "bad" + i + " 192.0.2.999" : "n" + i + " 192.0.2." + i)
            .collect(Collectors.joining("\n"));
    try (Tmux terminal = rehearsal.open(100, 66)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "--rehearse");
      terminal.await(SOON, "What do you want to do?");
      terminal.press("Enter");
      page(terminal, "Access");
      terminal.press("F10");
      page(terminal, "Hosts");
      terminal.paste(lines);
      String screen =
          terminal.await(SOON, "48 answers", s -> s.split("✓ 4 CPUs,", -1).length == 48 + 1);
      assertThat(screen).contains("bad25", "bad50", "is not an IP address");
      terminal.press("F10");
      assertThat(terminal.await(SOON, "2 lines were not understood")).contains("Quorate • Hosts");
      terminal.press("C-c");
      terminal.await(SOON, "Leave the wizard?");
      terminal.press("Right", "Enter");
      terminal.await(SOON, "code=0");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void theInventoryIsWrittenInQuestionsAndLines() {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    try (Tmux terminal = rehearsal.open(100, 40)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "inventory --plain");
      terminal.await(SOON, "Cluster name [kubernetes]:");
      terminal.type("lab").press("Enter");
      // The other questions of the page have answers already.
      terminal.pressUntil(HOST, "Enter");
      terminal.type("node-[1-4] 192.0.2.[11-14]").press("Enter");
      terminal.asked(SOON, HOST);
      terminal.type("list").press("Enter");
      terminal.await(SOON, "192.0.2.14: ");
      terminal.asked(SOON, HOST);
      terminal.type("rem").press("Tab").type("node-4").press("Enter");
      terminal.await(SOON, "node-4 is no longer among them.");
      terminal.asked(SOON, HOST);
      terminal.press("Enter");
      terminal.await(SOON, "3 masters: quorum 2, survives 1 failure");
      terminal.pressUntil("code=0", "Enter");
      assertThat(home.resolve("lab.yaml")).content().contains("node-3", "192.0.2.13");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void aFileIsChangedWhereItSaysSomethingElse() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    Path file = rehearsal.inventory();
    List<String> before = Files.readAllLines(file);
    try (Tmux terminal = rehearsal.open(100, 40)) {
      String settings = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "inventory -i " + file);
      terminal.await(SOON, "Cluster name          office");
      terminal.press("Tab", "Tab", "BSpace", "BSpace").type("2222").press("F10");
      assertThat(terminal.pressUntil("Inventory file", "F10")).contains("[ Write ]");
      terminal.press("F10");
      terminal.await(SOON, "code=0");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(settings);

      // A new one is not written over it.
      terminal.command("clear");
      Rehearsal.run(terminal, "inventory --plain");
      terminal.await(SOON, "Cluster name [kubernetes]:");
      terminal.type("cluster").press("Enter");
      terminal.pressUntil(HOST, "Enter");
      terminal.type("node-1 192.0.2.1").press("Enter");
      terminal.await(SOON, "192.0.2.1\n");
      terminal.asked(SOON, HOST);
      terminal.press("Enter");
      terminal.pressUntil("is there already", "Enter");
      terminal.press("C-c");
      terminal.await(SOON, "code=130");
    }
    List<String> after = Files.readAllLines(file);
    assertThat(after).anyMatch(line -> line.contains("ansible_port: 2222"));
    assertThat(after.stream().filter(line -> !line.contains("ansible_port")).toList())
        .isEqualTo(before.stream().filter(line -> !line.contains("ansible_port")).toList());
  }
}
