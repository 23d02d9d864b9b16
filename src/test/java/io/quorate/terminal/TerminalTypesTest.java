package io.quorate.terminal;

import static io.quorate.terminal.Rehearsal.LATER;
import static io.quorate.terminal.Rehearsal.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program on every kind of terminal that people have: it starts, shows what it has to
 * show in the colours that there are, and ends. Terminfo has no part in it: machines lack entries.
 */
@Tag("terminal")
class TerminalTypesTest {

  private static final String RECORDING =
      Path.of("src/test/resources/rehearsal").toAbsolutePath().toString();

  private static final String NO_TERMINFO = " TERMINFO=/nowhere TERMINFO_DIRS=/nowhere";

  /** As many as a small machine starts side by side. */
  private static final int SIDE_BY_SIDE = 3;

  @TempDir Path home;

  private enum Shows {
    COLOURS,
    NO_COLOURS,
    LINES
  }

  /**
   * @param environment what is set for the program, as env(1) takes it
   */
  private record Kind(String environment, Shows shows) {}

  private static List<Kind> terminals() {
    List<Kind> kinds = new ArrayList<>();
    for (String term :
        List.of(
            "linux",
            "xterm",
            "xterm-16color",
            "xterm-256color",
            "tmux-256color",
            "screen",
            "rxvt",
            "no-such-terminal",
            "xterm-kitty" + NO_TERMINFO,
            "alacritty" + NO_TERMINFO)) {
      kinds.add(new Kind("TERM=" + term, Shows.COLOURS));
    }
    kinds.add(new Kind("TERM=vt100", Shows.NO_COLOURS));
    kinds.add(new Kind("TERM=vt220", Shows.NO_COLOURS));
    kinds.add(new Kind("TERM=dumb", Shows.LINES));
    kinds.add(new Kind("-u TERM", Shows.LINES));
    return kinds;
  }

  private static List<Kind> looks() {
    List<Kind> kinds = new ArrayList<>();
    for (String theme : List.of("default", "light", "high-contrast", "monochrome", "none-such")) {
      Shows shows = theme.equals("monochrome") ? Shows.NO_COLOURS : Shows.COLOURS;
      for (String term :
          List.of("TERM=xterm", "TERM=xterm-256color", "TERM=xterm COLORTERM=truecolor")) {
        kinds.add(new Kind(term + " QUORATE_THEME=" + theme, shows));
      }
    }
    kinds.add(new Kind("TERM=linux LC_ALL=C LANG=C", Shows.COLOURS));
    kinds.add(new Kind("-u LC_ALL -u LANG TERM=xterm-256color", Shows.COLOURS));
    kinds.add(new Kind("TERM=xterm NO_COLOR=1", Shows.NO_COLOURS));
    kinds.add(new Kind("TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", Shows.NO_COLOURS));
    kinds.add(new Kind("TERM=xterm COLORFGBG=0;15", Shows.COLOURS));
    return kinds;
  }

  @Test
  void theMenuOpensOnEveryTerminal() throws Exception {
    each(
        terminals(),
        (terminal, kind) -> {
          start(terminal, kind, "");
          if (kind.shows() == Shows.LINES) {
            terminal.asked(SOON, "A number (Enter: 1, ?: help, q: quit):");
            terminal.type("q").press("Enter");
          } else {
            terminal.await(SOON, "Install a new cluster");
            look(terminal, kind);
            terminal.press("q");
          }
          terminal.await(SOON, "code=0");
        });
  }

  @Test
  void aRunIsShownOnEveryTerminalAndInEveryTheme() throws Exception {
    each(
        Stream.concat(terminals().stream(), looks().stream()).toList(),
        (terminal, kind) -> {
          start(terminal, kind, "replay " + RECORDING);
          if (kind.shows() != Shows.LINES) {
            terminal.await(SOON, "playing 1x");
            look(terminal, kind);
            terminal.press("q");
          }
          terminal.await(SOON, "code=0");
        });
  }

  @Test
  void anOptionTakesTheColoursAway() throws Exception {
    each(
        List.of(new Kind("TERM=xterm", Shows.NO_COLOURS)),
        (terminal, kind) -> {
          start(terminal, kind, "replay --no-color " + RECORDING);
          terminal.await(SOON, "playing 1x");
          look(terminal, kind);
          terminal.press("q");
          terminal.await(SOON, "code=0");
        });
  }

  /** From the question, which JLine asks, to the closing page. */
  @Test
  void aRunIsStartedOnTerminalsOfFewColours() throws Exception {
    List<Kind> kinds =
        List.of(
            new Kind("TERM=xterm", Shows.COLOURS),
            new Kind("TERM=xterm-kitty LC_ALL=C" + NO_TERMINFO, Shows.COLOURS),
            new Kind("TERM=vt220", Shows.NO_COLOURS),
            new Kind("TERM=dumb", Shows.LINES));
    each(
        kinds,
        (terminal, kind) -> {
          start(terminal, kind, "install --rehearse -i cluster.yaml");
          terminal.asked(SOON, "Go on? [y/N]");
          terminal.type("y").press("Enter");
          if (kind.shows() != Shows.LINES) {
            terminal.await(LATER, "install of office: done");
            terminal.press("q");
          }
          terminal.await(LATER, "code=0");
          Rehearsal.run(terminal, "attach --plain");
          terminal.await(LATER, "DONE", s -> s.contains("DONE ") && s.contains("code=0"));
        });
  }

  private static void start(Tmux terminal, Kind kind, String arguments) {
    // COLORTERM of whoever runs the tests must not have a part in it.
    terminal.command(
        "clear; env -u COLORTERM -u NO_COLOR "
            + kind.environment().replace(";", "\\;")
            + " "
            + Rehearsal.program()
            + " "
            + arguments
            + "; echo \"code=$?\"");
  }

  private static void look(Tmux terminal, Kind kind) {
    String cells = terminal.colours();
    // SGR 30 to 37 and 90 to 97, 38;5 and 38;2: a foreground.
    boolean coloured = cells.matches("(?s).*\\u001b\\[(?:\\d+;)*(?:3[0-8]|9[0-7])[;m].*");
    assertThat(coloured).as(kind.environment()).isEqualTo(kind.shows() == Shows.COLOURS);
  }

  @FunctionalInterface
  private interface Visit {
    void to(Tmux terminal, Kind kind) throws Exception;
  }

  /** A few at a time, each in a terminal and a home of its own; all failures are told. */
  private void each(List<Kind> kinds, Visit visit) throws Exception {
    List<String> failures = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      List<Future<?>> visits = new ArrayList<>();
      for (int i = 0; i < kinds.size(); i++) {
        Kind kind = kinds.get(i);
        Path own = Files.createDirectory(home.resolve("home-" + i));
        visits.add(pool.submit(() -> visit(kind, own, visit)));
      }
      for (int i = 0; i < visits.size(); i++) {
        try {
          visits.get(i).get();
        } catch (java.util.concurrent.ExecutionException e) {
          failures.add(kinds.get(i) + ": " + e.getCause());
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  private static Void visit(Kind kind, Path home, Visit visit) throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 1000);
    rehearsal.inventory();
    try (Tmux terminal = rehearsal.open(80, 24)) {
      visit.to(terminal, kind);
      assertNoTrace(terminal.history());
    }
    return null;
  }

  private static void assertNoTrace(String screen) {
    assertThat(screen).doesNotContain("\tat ", "    at java", "Exception", "Caused by");
  }

  /** Whatever breaks a screen (here a class that cannot be loaded), lines take its place. */
  @Test
  void aScreenThatCannotBeOpenedEndsInLinesAndTheRunIsSeen() throws Exception {
    Rehearsal rehearsal = new Rehearsal(home, 20);
    rehearsal.inventory();
    Path broken = home.resolve("broken/com/googlecode/lanterna/terminal/ansi/ANSITerminal.class");
    Files.createDirectories(broken.getParent());
    Files.writeString(broken, "this is no class");
    try (Tmux terminal = rehearsal.open(110, 40)) {
      // The boot class path comes before the program's own, and after classes of the archive.
      terminal.command(
          "export JDK_JAVA_OPTIONS='-XX:AOTMode=off -Xbootclasspath/a:%s'"
              .formatted(home.resolve("broken")));
      Consumer<String> fresh =
          arguments -> {
            terminal.command("clear");
            Rehearsal.run(terminal, arguments);
          };

      fresh.accept("");
      terminal.asked(SOON, "A number (Enter: 1, ?: help, q: quit):");
      assertSaid(terminal.screen());
      terminal.type("q").press("Enter");
      terminal.await(SOON, "code=0");

      fresh.accept("install --rehearse -i cluster.yaml");
      terminal.asked(SOON, "Go on? [y/N]");
      terminal.type("y").press("Enter");
      terminal.await(LATER, "code=0");
      assertSaid(terminal.history());
      assertThat(terminal.history()).contains(" goes on without it, and is shown in lines:");
      assertThat(terminal.screen()).contains("  DONE ");

      fresh.accept("attach");
      terminal.await(LATER, "code=0");
      assertThat(terminal.screen()).contains("  DONE ");

      fresh.accept("replay");
      terminal.await(LATER, "code=0");
      assertThat(terminal.screen()).contains("  DONE ");
      assertNoTrace(terminal.history());
    }
    assertThat(crashPages()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(Files.readString(crashPages().getFirst()))
        .contains("ClassFormatError", "TERM=", "\tat io.quorate.cli.screen.Screens.open");
  }

  private static void assertSaid(String screen) {
    assertThat(screen)
        .contains("error: no screen can be shown here: ClassFormatError", "The details are in ");
    assertNoTrace(screen.replace("ClassFormatError", ""));
  }

  private List<Path> crashPages() throws IOException {
    try (Stream<Path> pages = Files.list(home.resolve("STATE/quorate/crashes"))) {
      return pages.sorted().toList();
    }
  }
}
