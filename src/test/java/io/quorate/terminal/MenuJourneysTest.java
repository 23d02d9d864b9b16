package io.quorate.terminal;

import static io.quorate.terminal.Rehearsal.LATER;
import static io.quorate.terminal.Rehearsal.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the menu leads to, by keys and clicks, on one screen. */
@Tag("terminal")
class MenuJourneysTest {

  private static final String MENU = "What do you want to do?";

  @TempDir Path home;

  private static void choose(Tmux terminal, String entry, String page) {
    terminal.await(SOON, MENU);
    terminal.click(entry);
    terminal.await(SOON, page);
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(f -> f.toString().endsWith(".html")).toList();
    }
  }

  @Test
  void theMenuStartsEveryJourneyWithoutLeavingTheScreen() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 1000);
    rehearsal.inventory();
    try (Tmux terminal = rehearsal.open(90, 30)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "--rehearse");

      choose(terminal, "Watch a cluster", "cluster.yaml");
      terminal.press("F10");
      terminal.await(SOON, "3 voting members, 3 healthy");
      terminal.press("q");

      choose(terminal, "Compare with the CIS", "cluster.yaml");
      terminal.press("F10");
      terminal.await(SOON, "CIS Kubernetes Benchmark 1.12, 131 lines");
      terminal.press("PageDown");
      terminal.await(SOON, "held      ");
      terminal.press("F10");

      choose(terminal, "Make a support bundle", "cluster.yaml");
      terminal.press("F10");
      terminal.await(SOON, "Replace names");
      terminal.type("bundle.tar.gz").press("Down", "Space", "F10");
      terminal.await(SOON, "Replaced: ");
      assertThat(terminal.screen()).contains("The support bundle is ", "Contents:", "nodes/");
      assertThat(home.resolve("bundle.tar.gz")).exists();
      assertThat(home.resolve("bundle.tar.gz.names")).content().contains("node-1");
      terminal.press("F10");

      choose(terminal, "Repair a node's network", "cluster.yaml");
      terminal.press("F10");
      terminal.await(SOON, "[ ] ✓ node-1");
      terminal.press("Space");
      terminal.await(SOON, "[x] ✓ node-1");
      terminal.press("F10");
      terminal.await(SOON, "Way back after, s");
      terminal.press("F10");
      terminal.await(SOON, "filter, nat and mangle are empty");
      terminal.press("Escape");
      terminal.await(SOON, "Way back after, s");
      terminal.press("Escape");
      terminal.await(SOON, "[x] ✓ node-1");
      terminal.press("Escape");
      terminal.await(SOON, "cluster.yaml");
      terminal.press("Escape");
      terminal.await(SOON, "Leave the wizard?");
      terminal.press("Right", "Enter");

      choose(terminal, "Destroy a cluster", "cluster.yaml");
      terminal.press("F10");
      terminal.await(SOON, "All nodes are reached");
      terminal.press("F10");
      terminal.await(SOON, "All that runs of the cluster is stopped.");
      terminal.press("F10");
      terminal.await(SOON, "Type office to go on:");
      terminal.type("offic").press("Enter");
      terminal.await(SOON, "It has to be office.");
      terminal.type("e").press("Enter");
      terminal.await(LATER, "destroy of office: done");
      terminal.press("q");
      terminal.await(SOON, "code=0");

      terminal.command("clear");
      Rehearsal.run(terminal, "--rehearse");
      choose(terminal, "Look back at a cluster", "Of which cluster?");
      terminal.press("Enter");
      String past = terminal.await(SOON, "The runs of office");
      assertThat(past)
          .contains("destroy (rehearsal): done in ", "quorate destroy -i", "changed by ");
      terminal.press("Escape");

      choose(terminal, "Replay a run", "Which run is replayed?");
      assertThat(terminal.screen()).contains("destroy of office  done, a rehearsal");
      terminal.press("Enter");
      terminal.await(SOON, "Space pause");
      terminal.press("q");

      choose(terminal, "Write a run's report", "Which run is reported?");
      terminal.press("Enter");
      String said = terminal.await(SOON, "The report is written");
      assertThat(pages())
          .singleElement()
          .satisfies(p -> assertThat(p).content().contains("office"));
      assertThat(said).contains(pages().getFirst().getFileName().toString());
      terminal.press("Escape");
      terminal.await(SOON, "the menu", s -> s.contains(MENU) && !s.contains("report is written"));
      terminal.press("q");
      terminal.await(SOON, "code=0");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }
}
