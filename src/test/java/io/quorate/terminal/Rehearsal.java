package io.quorate.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged program on simulated nodes, with a home of its own. */
record Rehearsal(Path home, double speed) {

  static final Duration SOON = Duration.ofSeconds(60);
  static final Duration LATER = Duration.ofMinutes(4);

  /** {@code -Dquorate.test.program} names another than the one that was just packaged. */
  private static final Path PROGRAM =
      Path.of(System.getProperty("quorate.test.program", "target/quorate/bin/quorate"))
          .toAbsolutePath();

  static Path program() {
    return PROGRAM;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (String folder : List.of("STATE", "CACHE", "DATA", "CONFIG")) {
      environment.put("XDG_" + folder + "_HOME", home.resolve(folder).toString());
    }
    environment.put("HOME", home.toString());
    environment.put("KUBECONFIG", home.resolve("kubeconfig").toString());
    environment.put("QUORATE_REHEARSAL_SPEED", String.valueOf(speed));
    environment.put("SSH_AUTH_SOCK", "");
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("PAGER", "cp -t " + home);
    environment.put("HISTFILE", "/dev/null");
    return environment;
  }

  Tmux open(int width, int height) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new AssertionError(PROGRAM + " is not there: mvn package makes it");
    }
    return Tmux.open(width, height, environment(), home);
  }

  /** Types a command of the program, which says its exit code in the end. */
  static void run(Tmux terminal, String arguments) {
    terminal.command(PROGRAM + " " + arguments + "; echo \"code=$?\"");
  }

  /** The same; the process's number is written to a file first. */
  static void runKnown(Tmux terminal, Path pid, String arguments) {
    terminal.command("sh -c 'echo $$ > " + pid + "; exec " + PROGRAM + " " + arguments + "'");
  }

  /** The terminal's settings, all of them, as the shell has them. */
  String settings(Tmux terminal, String name) {
    Path file = home.resolve("stty-" + name);
    // With quotes the typed line is not taken for what it prints.
    terminal.command("stty -a > " + file + "; echo kept-'" + name + "'.");
    terminal.await(SOON, "kept-" + name + ".\n");
    try {
      // The size is the terminal's own affair.
      return Files.readString(file).replaceAll("rows \\d+; columns \\d+;", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An inventory of three masters and a worker, beside the runs. */
  Path inventory() {
    try {
      String sample = Files.readString(Path.of("inventory-samples/three-masters-one-worker.yaml"));
      return Files.writeString(home.resolve("cluster.yaml"), sample);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process of the run that was started last, as a lost machine does. */
  void killNewestRun() throws IOException {
    try (Stream<Path> runs = Files.list(home.resolve("STATE/quorate/runs"))) {
      Path newest = runs.max(Comparator.naturalOrder()).orElseThrow();
      long process =
          new ObjectMapper()
              .readTree(newest.resolve("meta.json").toFile())
              .path("process")
              .path("pid")
              .asLong();
      ProcessHandle.of(process).orElseThrow().destroyForcibly();
    }
  }
}
