package io.quorate.cli.screen;

import io.quorate.console.NodeLog;
import io.quorate.engine.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Shows a node's full log in {@code $PAGER}, on the terminal that somebody lends it. */
public final class Pager {

  /** Lends the terminal to a program. */
  @FunctionalInterface
  public interface Lender {
    int lend(Callable<Integer> program) throws Exception;
  }

  private Pager() {}

  /**
   * Returns when the person left the pager.
   *
   * @throws IOException when there is no log, or no pager that can be started
   */
  public static void show(Lender terminal, Path journal, String node)
      throws IOException, InterruptedException {
    // Files of this kind are readable by their owner only.
    Path log = Files.createTempFile("quorate-" + node.replaceAll("[^A-Za-z0-9.-]", "_"), ".log");
    try {
      write(journal, node, log);
      int code = terminal.lend(() -> run(command(System.getenv()), log));
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
    Files.write(to, lines(journal, node));
  }

  /** All of it, for those who read without a pager. */
  public static List<String> lines(Path journal, String node) throws IOException {
    NodeLog log = new NodeLog(node, ZoneId.systemDefault());
    List<String> lines = new ArrayList<>();
    JournalReader.read(journal).forEach(event -> lines.addAll(log.of(event)));
    return lines;
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
