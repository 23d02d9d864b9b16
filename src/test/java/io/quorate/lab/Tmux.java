package io.quorate.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A terminal that a test types into and reads, by tmux on a server of its own. */
final class Tmux implements AutoCloseable {

  private final String socket;

  private Tmux(String socket) {
    this.socket = socket;
  }

  /** Opens a terminal of the given size that runs the words in a shell that stays afterwards. */
  static Tmux open(int width, int height, Map<String, String> environment, Path folder) {
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
    words.add("bash --norc --noprofile");
    tmux.tmux(words.toArray(String[]::new)).orFail();
    tmux.tmux("set-option", "-g", "history-limit", "20000").orFail();
    return tmux;
  }

  private Commands.Result tmux(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", socket, "-f", "/dev/null"));
    command.addAll(Arrays.asList(arguments));
    return Commands.run(
        Duration.ofSeconds(20), Map.of("TERM", "xterm-256color", "LC_ALL", "C.UTF-8"), command);
  }

  /** Types text as it is. */
  Tmux type(String text) {
    tmux("send-keys", "-t", "main", "-l", "--", text).orFail();
    return this;
  }

  /** Presses keys by tmux's names, such as Enter, Tab, F10, C-c. */
  Tmux press(String... keys) {
    for (String key : keys) {
      tmux("send-keys", "-t", "main", key).orFail();
      pause(60);
    }
    return this;
  }

  /** Pastes text in brackets, as a terminal does when it was asked to. */
  Tmux paste(String text) {
    tmux("set-buffer", "-b", "q", text).orFail();
    tmux("paste-buffer", "-p", "-d", "-b", "q", "-t", "main").orFail();
    return this;
  }

  Tmux resize(int width, int height) {
    tmux("resize-window", "-t", "main", "-x", "" + width, "-y", "" + height).orFail();
    return this;
  }

  String screen() {
    return tmux("capture-pane", "-p", "-t", "main").orFail().output();
  }

  /** The screen and what scrolled out of it. */
  String history() {
    return tmux("capture-pane", "-p", "-S", "-", "-t", "main").orFail().output();
  }

  String await(Duration within, String text) {
    return await(within, "\"" + text + "\"", s -> s.contains(text));
  }

  String await(Duration within, String what, Predicate<String> condition) {
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

  static void pause(long millis) {
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
