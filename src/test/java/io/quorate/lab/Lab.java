package io.quorate.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The lab of src/test/lab as tests use it. Where it cannot run, everything fails with the reason.
 */
final class Lab {

  static final String SUBNET = System.getenv().getOrDefault("LAB_SUBNET", "10.77.0");
  static final String MIRROR = "http://" + SUBNET + ".1:8000";
  private static final Path SCRIPTS = Path.of("src/test/lab").toAbsolutePath();
  private static final Path RUN =
      Path.of("/var/lib", System.getenv().getOrDefault("LAB_NAME", "quorate-lab"));

  private Lab() {}

  /** Makes nodes node-1 to node-N exist with fresh disks, and serves the mirror. */
  static void fresh(int nodes) {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new AssertionError("the lab needs root: run the lab tests as root");
    }
    if (existing() != nodes) {
      lab("down");
      lab("up", Integer.toString(nodes));
    } else {
      lab("reset");
    }
    script("mirror", Limits.RUN, "build").orFail();
    script("mirror", Limits.SOON, "serve").orFail();
  }

  /** The mirror's own commands, such as path and serve. */
  static String mirror(String... arguments) {
    return script("mirror", Limits.SOON, arguments).orFail().output();
  }

  /** The newest etcd that the mirror has; testing's changes with time. */
  static String newestEtcd() {
    return newest("etcd-io/etcd");
  }

  /** The newest containerd, as with etcd; from 2.0 on a kubelet before 1.23 cannot use it. */
  static String newestContainerd() {
    return newest("containerd/containerd");
  }

  /** The newest CNI plugins, as with etcd. */
  static String newestCniPlugins() {
    return newest("containernetworking/plugins");
  }

  private static String newest(String project) {
    Path versions = Path.of(mirror("path").strip(), "github.com", project, "releases/download");
    try (var folders = Files.list(versions)) {
      return folders
          .map(folder -> folder.getFileName().toString().substring(1))
          .max(Comparator.comparing(Runtime.Version::parse))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void down() {
    lab("down");
  }

  private static int existing() {
    return (int) script("lab", Limits.SOON, "addresses").orFail().output().lines().count();
  }

  static String lab(String... arguments) {
    return script("lab", Limits.RUN, arguments).orFail().output();
  }

  private static Commands.Result script(String name, Duration timeout, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(SCRIPTS.resolve(name).toString());
    command.addAll(Arrays.asList(arguments));
    return Commands.run(timeout, Map.of(), command);
  }

  /** A command on a node, as root. */
  static Commands.Result ssh(String node, String command) {
    return script("lab", Limits.SOON, "ssh", node, command);
  }

  /** A session on a node, as root, that stays open until its command ends. */
  static Running session(String node, String command) {
    return Running.start(
        Map.of(), List.of(SCRIPTS.resolve("lab").toString(), "ssh", node, command));
  }

  /** A script that runs on a node without the network, until it ends or the test does. */
  static Running insideNode(String node, String script) {
    return Running.start(
        Map.of(), List.of(SCRIPTS.resolve("lab").toString(), "enter", node, "sh", "-c", script));
  }

  /** The words that run a program inside the lab's network. */
  static List<String> inside(String... command) {
    List<String> words = new ArrayList<>(List.of(SCRIPTS.resolve("lab").toString(), "exec"));
    words.addAll(Arrays.asList(command));
    return words;
  }

  static Path key() {
    return RUN.resolve("id_ed25519");
  }

  static Path knownHosts() {
    return RUN.resolve("known_hosts");
  }

  static String address(int node) {
    return SUBNET + "." + (10 + node);
  }

  /** Fails early, and in words, where the packaged program is not there. */
  static Path program() {
    Path program = Path.of("target/quorate/bin/quorate").toAbsolutePath();
    if (!Files.isExecutable(program)) {
      throw new AssertionError(program + " is not built");
    }
    return program;
  }
}
