package io.quorate.cli.run;

import io.quorate.cli.screen.Pager;
import io.quorate.plan.FileFailure;
import io.quorate.plan.PrivateFiles;
import io.quorate.tui.panes.RunDashboard.Notice;
import io.quorate.tui.terminal.TerminalDisplay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what a person asks for to their terminal's clipboard. Terminals do not answer: that it was
 * sent is all that can be said.
 */
final class Clipboard {

  private static final Logger LOG = LoggerFactory.getLogger(Clipboard.class);

  /** Beside the journal. */
  private static final String LOGS = "logs";

  /** Where a text goes; false: it takes none. */
  @FunctionalInterface
  interface Taker {
    boolean take(String text) throws IOException;
  }

  private final Taker terminal;
  private final boolean tmux;
  private final String home;

  Clipboard(TerminalDisplay display) {
    this(display::copy, System.getenv());
  }

  Clipboard(Taker terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.tmux = !environment.getOrDefault("TMUX", "").isEmpty();
    this.home = environment.getOrDefault("HOME", "");
  }

  /**
   * @param what a few words on the text
   */
  Notice copy(String text, String what) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > TerminalDisplay.MOST_COPIED) {
      return new Notice(
          "Not copied, since it is too long: %d kB, and terminals take %d."
              .formatted(bytes / 1_000 + 1, TerminalDisplay.MOST_COPIED / 1_000));
    }
    try {
      return new Notice(
          terminal.take(text)
              ? sent() + ": " + what + "."
              : "Not copied: this terminal has no clipboard for programs.");
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** A tmux with its usual settings does not take it. */
  private String sent() {
    return tmux ? "Sent to tmux (it needs set-clipboard on)" : "Sent to the terminal's clipboard";
  }

  private static Notice failed(IOException e) {
    LOG.warn("nothing was copied", e);
    return new Notice("Nothing was copied: " + FileFailure.words(e));
  }

  /** The path comes first on the screen: it can be marked where no clipboard is. */
  Notice path(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    try {
      boolean taken = terminal.take(whole.toString());
      return new Notice(taken ? shown(whole) + "   " + sent() : shown(whole));
    } catch (IOException e) {
      return failed(e);
    }
  }

  private String shown(Path path) {
    return home.isEmpty() || !path.startsWith(home)
        ? path.toString()
        : "~/" + Path.of(home).relativize(path);
  }

  /** All that a node has printed so far, as a file beside the journal; then its path. */
  Notice logPath(Path journal, String node) {
    Path logs = journal.resolveSibling(LOGS);
    Path log = logs.resolve(node.replaceAll("[^A-Za-z0-9.-]", "_") + ".log");
    try {
      PrivateFiles.makeFolder(logs);
      PrivateFiles.write(log, String.join("\n", Pager.lines(journal, node)) + "\n");
      return path(log);
    } catch (IOException e) {
      LOG.warn("no log was written", e);
      return new Notice("The log cannot be written: " + FileFailure.words(e));
    }
  }
}
