package io.quorate.terminal;

import static io.quorate.terminal.Rehearsal.LATER;
import static io.quorate.terminal.Rehearsal.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's screen in a real terminal: leaving, watching by two, signals, sizes, the pager. */
@Tag("terminal")
class RunScreenTest {

  private static final String RECORDING =
      Path.of("src/test/resources/rehearsal").toAbsolutePath().toString();

  /** Two seconds for the program, and as much for a busy machine. */
  private static final Duration SEEN = Duration.ofSeconds(4);

  @TempDir Path home;

  private void start(Rehearsal rehearsal, Tmux terminal) {
    Rehearsal.run(terminal, "install -i " + rehearsal.inventory() + " --rehearse --yes");
    terminal.await(LATER, "the live panes", s -> s.contains(" running") && s.contains("─ "));
  }

  @Test
  void aRunIsLeftAndWatchedByTwoAndEitherStopsIt() {
    Rehearsal rehearsal = new Rehearsal(home, 2);
    try (Tmux first = rehearsal.open(80, 24);
        Tmux second = rehearsal.open(120, 40)) {
      String before = rehearsal.settings(first, "before");
      start(rehearsal, first);
      first.press("q");
      first.await(SOON, "The run goes on without this screen");
      first.press("Enter");
      first.await(SOON, "The run goes on. `quorate attach` shows it again.");
      first.await(SOON, "code=130");
      assertThat(rehearsal.settings(first, "between")).isEqualTo(before);
      Rehearsal.run(first, "attach");
      Rehearsal.run(second, "attach");
      first.await(SOON, " running");
      second.await(SOON, " running");
      second.press("x");
      second.await(SOON, "Stop the run");
      second.press("Left", "Enter");
      first.await(LATER, "of prod: stopped", s -> s.contains(": stopped"));
      second.await(LATER, "stopped", s -> s.contains(": stopped"));
      first.press("q");
      second.press("q");
      first.await(SOON, "code=130");
      second.await(SOON, "code=130");
      assertThat(rehearsal.settings(first, "after")).isEqualTo(before);
    }
  }

  /** What ended, and why, is seen at once; the run is gone on with from there by a key. */
  @Test
  void aRunThatIsKilledIsSeenToEndAndGoneOnWith() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 2);
    try (Tmux terminal = rehearsal.open(100, 30)) {
      String before = rehearsal.settings(terminal, "before");
      start(rehearsal, terminal);
      rehearsal.killNewestRun();
      String end = terminal.await(SEEN, "install of office: killed");
      assertThat(end).contains("What happened", "The run was killed", "cut off", "r resume");
      terminal.press("p");
      String panes = terminal.await(SOON, "cut off in: ");
      assertThat(panes).contains(" killed ").doesNotContain(" running", "x stop");
      terminal.press("x", "q");
      terminal.await(SOON, "code=1");
      String resume = "quorate install -i " + rehearsal.inventory() + " --rehearse --resume";
      assertThat(unwrapped(terminal.screen())).contains(unwrapped("`" + resume + "` goes on"));
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);

      terminal.command("clear");
      Rehearsal.run(terminal, "attach --plain");
      terminal.await(SOON, "code=1");
      assertThat(inOneLine(terminal.screen())).contains("The run was killed: its process");

      terminal.command("export QUORATE_REHEARSAL_SPEED=100; clear");
      Rehearsal.run(terminal, "attach");
      terminal.await(SOON, "install of office: killed");
      terminal.press("r");
      terminal.await(SOON, resume, s -> unwrapped(s).contains(unwrapped("$ " + resume)));
      terminal.asked(SOON, "Go on? [y/N]");
      terminal.type("y").press("Enter");
      terminal.await(LATER, "install of office: done");
      terminal.press("q");
      terminal.await(SOON, "code=0");
      assertThat(rehearsal.settings(terminal, "end")).isEqualTo(before);
    }
  }

  /** What a terminal breaks at its edge compares as one line. */
  private static String unwrapped(String screen) {
    return screen.replaceAll("\\s+", "");
  }

  private static String inOneLine(String screen) {
    return screen.replaceAll("\\s+", " ");
  }

  /** The launcher with less memory for the run's own process than that needs. */
  private Path programOfLittleMemory() throws Exception {
    Path packaged = Rehearsal.program().getParent().getParent();
    Path own = Files.createDirectories(home.resolve("small/bin")).getParent();
    for (String part : List.of("lib", "runtime")) {
      Files.createSymbolicLink(own.resolve(part), packaged.resolve(part));
    }
    String launcher = Files.readString(Rehearsal.program());
    String less = "[ \"${1:-}\" = __run ] && heap=7m\nclass_path=\n";
    assertThat(launcher).contains("\nclass_path=\n");
    Path program = own.resolve("bin/quorate");
    Files.writeString(program, launcher.replace("class_path=\n", less));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  @Test
  void aRunWithoutMemorySaysSoAndHowToGiveItMore() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    try (Tmux terminal = rehearsal.open(100, 30)) {
      terminal.command(
          programOfLittleMemory()
              + " install --rehearse --yes -i "
              + rehearsal.inventory()
              + "; echo \"code=$?\"");
      // Before it takes its task, or on the way.
      String end =
          terminal.await(LATER, "out of memory", s -> inOneLine(s).contains("ran out of memory"));
      assertThat(inOneLine(end)).contains("its heap of 7m was full", "QUORATE_MEMORY=14m");
      terminal.press("q");
      terminal.await(SOON, "code=1");
    }
  }

  @Test
  void suspendingGivesTheTerminalBackAndForegroundTakesItAgain() {
    Rehearsal rehearsal = new Rehearsal(home, 1);
    try (Tmux terminal = rehearsal.open(80, 25)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "replay " + RECORDING);
      terminal.await(SOON, "playing 1x");
      terminal.press("C-z");
      terminal.await(SOON, "Stopped");
      assertThat(rehearsal.settings(terminal, "stopped")).isEqualTo(before);
      terminal.command("fg");
      terminal.await(SOON, "playing 1x");
      terminal.press("Space");
      terminal.await(SOON, "paused  1x");
      terminal.press("q");
      terminal.await(SOON, "the shell", s -> !s.contains("paused"));
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void everySignalLeavesTheTerminalAsItWas() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 1);
    try (Tmux terminal = rehearsal.open(80, 25)) {
      String before = rehearsal.settings(terminal, "before");
      for (String signal : new String[] {"TERM", "HUP", "INT"}) {
        Path pid = home.resolve("pid-" + signal);
        Rehearsal.runKnown(terminal, pid, "replay " + RECORDING);
        terminal.await(SOON, "playing 1x");
        new ProcessBuilder("kill", "-" + signal, Files.readString(pid).strip()).start().waitFor();
        terminal.await(SOON, "the shell after " + signal, s -> !s.contains("playing"));
        assertThat(rehearsal.settings(terminal, signal)).as(signal).isEqualTo(before);
      }
    }
  }

  @Test
  void aFaultIsSaidAndLeavesTheTerminalAsItWas() {
    Rehearsal rehearsal = new Rehearsal(home, 1);
    try (Tmux terminal = rehearsal.open(80, 25)) {
      String before = rehearsal.settings(terminal, "before");
      terminal.command(
          "clear; JAVA="
              + Path.of(System.getProperty("java.home"), "bin", "java")
              + "; export CLASSPATH="
              + System.getProperty("java.class.path"));
      terminal.command(
          "clear; $JAVA --enable-native-access=ALL-UNNAMED "
              + FaultyScreen.class.getName()
              + "; echo \"code=$?\"");
      terminal.await(SOON, "all is well");
      terminal.press("x");
      terminal.await(SOON, "A fault of this program");
      assertThat(terminal.screen()).contains("this fault is wanted");
      terminal.press("x");
      terminal.await(SOON, "code=70");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void aLiveRunIsSuspendedResizedAndEndedWithTheTerminalAsItWas() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 2);
    try (Tmux terminal = rehearsal.open(80, 25)) {
      String before = rehearsal.settings(terminal, "before");
      Path pid = home.resolve("pid");
      Rehearsal.runKnown(
          terminal, pid, "install -i " + rehearsal.inventory() + " --rehearse --yes");
      terminal.await(LATER, "the live panes", s -> s.contains(" running") && s.contains("─ "));
      terminal.resize(132, 43);
      terminal.resize(60, 18);
      terminal.press("C-z");
      terminal.await(SOON, "Stopped");
      assertThat(rehearsal.settings(terminal, "stopped")).isEqualTo(before);
      terminal.command("fg");
      terminal.await(SOON, "the panes again", s -> s.contains("Quorate • install"));
      terminal.resize(100, 30);
      new ProcessBuilder("kill", "-TERM", Files.readString(pid).strip()).start().waitFor();
      terminal.await(SOON, "the shell", s -> !s.contains("Quorate • install"));
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
      // The run is a process of its own, and not ended by that.
      Rehearsal.run(terminal, "attach");
      terminal.await(LATER, "the run", s -> s.contains("Quorate • install"));
      terminal.await(LATER, "install of office: done");
      terminal.press("q");
      terminal.await(SOON, "code=0");
    }
  }

  @Test
  void aStormOfSizesEndsInAWholeScreen() {
    Rehearsal rehearsal = new Rehearsal(home, 1);
    try (Tmux terminal = rehearsal.open(80, 25)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "replay " + RECORDING + " --speed 2");
      terminal.await(SOON, "playing 2x");
      int[][] sizes = {{1, 1}, {200, 60}, {59, 18}, {60, 17}, {2, 50}, {150, 2}, {300, 100}};
      for (int round = 0; round < 3; round++) {
        for (int[] size : sizes) {
          terminal.resize(size[0], size[1]);
        }
      }
      terminal.resize(50, 12);
      terminal.await(SOON, "Please enlarge it to 60x18 or more.");
      terminal.resize(80, 25);
      String whole = terminal.await(SOON, "the player", s -> s.contains("2x") && s.contains("└─"));
      assertThat(whole.lines().findFirst().orElse("")).startsWith(" Quorate • install • demo");
      terminal.press("q");
      terminal.await(SOON, "code=0");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  @Test
  void theZoomSearchesAndOpensTheFullLog() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 1);
    try (Tmux terminal = rehearsal.open(80, 25)) {
      String before = rehearsal.settings(terminal, "before");
      Rehearsal.run(terminal, "replay " + RECORDING);
      terminal.await(SOON, "playing 1x");
      terminal.press("e");
      terminal.await(SOON, "Another program on the node");
      terminal.press("Enter");
      terminal.await(SOON, "It said: ");
      terminal.press("/");
      terminal.type("unable").press("Enter");
      terminal.await(SOON, "n next   N previous");
      terminal.press("c");
      assertThat(terminal.await(SOON, "Sent to tmux")).doesNotContain("│", "┌");
      terminal.press("Escape");
      terminal.await(SOON, "┌─ node-3");
      terminal.press("l");
      // The pager of this test keeps what it is to show.
      terminal.await(SOON, "the log", s -> !logs().isEmpty());
      assertThat(Files.readString(logs().getFirst()))
          .contains("node-3  FAILED  Prepare the system")
          .doesNotContain("node-1");
      terminal.await(SOON, "┌─ node-3");
      terminal.press("q");
      terminal.await(SOON, "code=0");
      assertThat(rehearsal.settings(terminal, "after")).isEqualTo(before);
    }
  }

  private List<Path> logs() {
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(f -> f.getFileName().toString().endsWith(".log")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReportIsWrittenOfTheRun() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 1);
    try (Tmux terminal = rehearsal.open(100, 25)) {
      Rehearsal.run(terminal, "report " + RECORDING + " -o page.html");
      terminal.await(SOON, "code=0");
      assertThat(Files.readString(home.resolve("page.html"))).contains("<svg", "install of demo");
    }
  }
}
