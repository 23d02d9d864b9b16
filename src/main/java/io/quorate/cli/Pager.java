package io.quorate.cli;

import io.quorate.console.NodeLog;
import io.quorate.engine.JournalReader;
import io.quorate.run.RunEvent;
import io.quorate.tui.terminal.TerminalDisplay;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/** Shows a node's full log in {@code $PAGER}, on the terminal that the screen lends it. */
final class Pager {

  private Pager() {}

  /**
   * Returns when the person left the pager.
   *
   * @throws IOException when there is no log, or no pager that can be started
   */
  static void show(TerminalDisplay display, Path journal, String node)
      throws IOException, InterruptedException {
    // Files of this kind are readable by their owner only.
    Path log = Files.createTempFile("quorate-" + node.replaceAll("[^A-Za-z0-9.-]", "_"), ".log");
    try {
      write(journal, node, log);
      int code = display.outside(() -> run(command(System.getenv()), log));
      if (code == NOT_FOUND) {
        throw new IOException("$PAGER names no program that is there");
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static final int NOT_FOUND = 127;

  static void write(Path journal, String node, Path to) throws IOException {
    NodeLog lines = new NodeLog(node, ZoneId.systemDefault());
    try (BufferedWriter out = Files.newBufferedWriter(to)) {
      for (RunEvent event : JournalReader.read(journal)) {
        for (String line : lines.of(event)) {
          out.write(line);
          out.newLine();
        }
      }
    }
  }

  /** {@code $PAGER} may hold options, as other programs take it; without one the usual ones. */
  static String command(Map<String, String> environment) {
    String wanted = environment.getOrDefault("PAGER", "").strip();
    return wanted.isEmpty()
        ? "if command -v less >/dev/null; then exec less -- \"$1\"; else exec more -- \"$1\"; fi"
        : wanted + " \"$1\"";
  }

  private static int run(String command, Path log) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", command, "pager", log.toString())
        .inheritIO()
        .start()
        .waitFor();
  }
}
