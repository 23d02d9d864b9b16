package io.quorate.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A terminal that a test types into and reads, by tmux on a server of its own. */
public final class Tmux implements AutoCloseable {

  /** As long as a loaded machine may need to start a program or to end one. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String PROMPT = "person$";

  private static final Set<String> OF_EVERY_SHELL =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "JAVA_HOME");

  private final String socket;

  private Tmux(String socket) {
    this.socket = socket;
  }

  /** Opens a terminal of the given size that runs the words in a shell that stays afterwards. */
  public static Tmux open(int width, int height, Map<String, String> environment, Path folder) {
    Tmux tmux = new Tmux("quorate-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    List<String> words =
        new ArrayList<>(
            List.of(
                "new-session",
                "-d",
                "-s",
                "main",
                "-x",
                "" + width,
                "-y",
                "" + height,
                "-c",
                folder.toString()));
    environment.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
    words.add("exec env PS1='" + PROMPT + " ' bash --norc --noprofile");
    tmux.tmux(words.toArray(String[]::new));
    tmux.tmux("set-option", "-g", "history-limit", "20000");
    return tmux;
  }

  /** What tmux printed; it is a failure of the test when tmux refuses. */
  private String tmux(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", socket, "-f", "/dev/null"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // A person's terminal: CI, NO_COLOR and their like must not reach it from the machine.
    builder
        .environment()
        .keySet()
        .removeIf(name -> !OF_EVERY_SHELL.contains(name) && !name.startsWith("LAB_"));
    builder.environment().putAll(Map.of("TERM", "xterm-256color", "LC_ALL", "C.UTF-8"));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new AssertionError(
          "These tests drive the program through tmux, which cannot be started: install the"
              + " package tmux. "
              + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Types text as it is. */
  public Tmux type(String text) {
    tmux("send-keys", "-t", "main", "-l", "--", text);
    return this;
  }

  /**
   * Types a command once the shell asks for one: what is typed earlier is echoed among the output
   * of a program that ends.
   */
  public Tmux command(String line) {
    asked(PATIENCE, PROMPT);
    return type(line).press("Enter");
  }

  /** The screen once its last line ends with the question, so that an answer can be typed. */
  public String asked(Duration within, String question) {
    return await(
        within, "question \"" + question + "\"", s -> s.stripTrailing().endsWith(question));
  }

  /** Presses the key, each time after the screen has answered, until the text is there. */
  public String pressUntil(String text, String... keys) {
    String screen = screen();
    for (int i = 0; i < 20 && !screen.contains(text); i++) {
      String before = screen;
      press(keys);
      await(PATIENCE, "answer to " + String.join(" ", keys), s -> !s.equals(before));
      // What follows an answer is drawn in one go, but not always in the same moment.
      pause(300);
      screen = screen();
    }
    return await(PATIENCE, text);
  }

  /** Presses keys by tmux's names, such as Enter, Tab, F10, C-c. */
  public Tmux press(String... keys) {
    for (String key : keys) {
      tmux("send-keys", "-t", "main", key);
      pause(60);
    }
    return this;
  }

  /** Pastes text in brackets, as a terminal does when it was asked to. */
  public Tmux paste(String text) {
    tmux("set-buffer", "-b", "q", text);
    tmux("paste-buffer", "-p", "-d", "-b", "q", "-t", "main");
    return this;
  }

  /** Clicks on the first place that shows the text, as a terminal reports it (SGR, mode 1006). */
  public Tmux click(String text) {
    List<String> rows = screen().lines().toList();
    for (int y = 0; y < rows.size(); y++) {
      int x = rows.get(y).indexOf(text);
      if (x >= 0) {
        // Columns and rows are counted from 1; past a frame or a bracket.
        String place = "0;" + (x + 2) + ";" + (y + 1);
        return type("\u001b[<" + place + "M").type("\u001b[<" + place + "m");
      }
    }
    throw new AssertionError("no \"" + text + "\" to click on:\n" + screen());
  }

  public Tmux resize(int width, int height) {
    tmux("resize-window", "-t", "main", "-x", "" + width, "-y", "" + height);
    return this;
  }

  public String screen() {
    return tmux("capture-pane", "-p", "-t", "main");
  }

  /** The screen with the colours and attributes of its cells, as escape sequences. */
  public String colours() {
    return tmux("capture-pane", "-e", "-p", "-t", "main");
  }

  /** The screen and what scrolled out of it. */
  public String history() {
    return tmux("capture-pane", "-p", "-S", "-", "-t", "main");
  }

  public String await(Duration within, String text) {
    return await(within, "\"" + text + "\"", s -> s.contains(text));
  }

  public String await(Duration within, String what, Predicate<String> condition) {
    long deadline = System.nanoTime() + within.toNanos();
    String screen = "";
    while (System.nanoTime() < deadline) {
      screen = screen();
      if (condition.test(screen)) {
        return screen;
      }
      pause(100);
    }
    throw new AssertionError("no " + what + " within " + within + " on this screen:\n" + screen);
  }

  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Ends the terminal as closing its window does: what runs in it gets SIGHUP. */
  @Override
  public void close() {
    tmux("kill-server");
  }
}
