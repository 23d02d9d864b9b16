package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged program with a home of its own, run inside the lab's network. */
final class Program {

  private final Path home;
  private final Map<String, String> more = new HashMap<>();

  /** A home whose known_hosts holds the lab's nodes as they are now. */
  Program(Path home) {
    this.home = home;
    try {
      Path ssh = Files.createDirectories(home.resolve(".ssh"));
      Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
      trustTheNodes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void trustTheNodes() throws IOException {
    Files.copy(
        Lab.knownHosts(), home.resolve(".ssh/known_hosts"), StandardCopyOption.REPLACE_EXISTING);
  }

  Path home() {
    return home;
  }

  /** Sets a variable of its environment. */
  void set(String name, String value) {
    more.put(name, value);
  }

  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(
        Map.of(
            "HOME", home.toString(),
            "XDG_STATE_HOME", home.resolve("state").toString(),
            "XDG_CACHE_HOME", home.resolve("cache").toString(),
            "XDG_DATA_HOME", home.resolve("data").toString(),
            "XDG_CONFIG_HOME", home.resolve("config").toString(),
            "KUBECONFIG", home.resolve(".kube/config").toString(),
            "SSH_AUTH_SOCK", "",
            "LC_ALL", "C.UTF-8",
            "TERM", "xterm-256color"));
    return environment;
  }

  /** The words that start it, to be run with {@link #environment()}. */
  static List<String> words(String... arguments) {
    List<String> command = new ArrayList<>(Lab.inside(Lab.program().toString()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  Commands.Result run(String... arguments) {
    return Commands.run(Limits.RUN, environment(), words(arguments));
  }

  Commands.Result install(Path inventory, String... more) {
    List<String> arguments = new ArrayList<>(List.of("install", "-i", inventory.toString()));
    arguments.addAll(Arrays.asList(more));
    return run(arguments.toArray(String[]::new));
  }

  /** The folder of the run that was started last. */
  Path newestRun() throws IOException {
    try (var runs = Files.list(home.resolve("state/quorate/runs"))) {
      return runs.max(Comparator.naturalOrder()).orElseThrow();
    }
  }

  /** The very process that the run's folder names. */
  static void kill(Path run) throws IOException {
    long pid =
        new ObjectMapper()
            .readTree(run.resolve("meta.json").toFile())
            .path("process")
            .path("pid")
            .asLong();
    assertThat(pid).isPositive();
    ProcessHandle.of(pid).ifPresent(p -> assertThat(p.destroyForcibly()).isTrue());
  }

  Path inventory(String name, String text) {
    try {
      return Files.writeString(home.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
