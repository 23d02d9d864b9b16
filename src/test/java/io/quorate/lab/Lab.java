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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The lab of src/test/lab as tests use it: the one that LAB_NAME and LAB_SUBNET name, which is also
 * the one of a person's shell. Where it cannot run, everything fails with the reason.
 */
final class Lab {

  private static final String NAME = System.getenv().getOrDefault("LAB_NAME", "quorate-lab");
  static final String SUBNET = System.getenv().getOrDefault("LAB_SUBNET", "10.77.0");
  static final String MIRROR = "http://" + SUBNET + ".1:8000";
  private static final Path SCRIPTS = Path.of("src/test/lab").toAbsolutePath();
  private static final Path RUN = Path.of("/var/lib", NAME);

  private Lab() {}

  /** Makes nodes node-1 to node-N exist with fresh disks, and serves the mirror. */
  static void fresh(int nodes) {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new AssertionError("the lab needs root: run the lab tests as root");
    }
    Standing.forget();
    List<String> there = existing();
    List<String> wanted = IntStream.rangeClosed(1, nodes).mapToObj(i -> "node-" + i).toList();
    List<String> old = there.stream().filter(wanted::contains).toList();
    List<String> others = there.stream().filter(node -> !wanted.contains(node)).toList();
    if (!others.isEmpty()) {
      lab("crash", others);
    }
    if (!old.isEmpty()) {
      lab("reset", old);
    }
    lab("up", Integer.toString(nodes));
    serve();
  }

  /** The mirror, where it does not serve already. */
  static void serve() {
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

  static List<String> existing() {
    return lab("addresses").lines().map(line -> line.split(" ")[0]).toList();
  }

  private static void lab(String command, List<String> nodes) {
    lab(Stream.concat(Stream.of(command), nodes.stream()).toArray(String[]::new));
  }

  static String lab(String... arguments) {
    return script("lab", Limits.RUN, arguments).orFail().output();
  }

  private static Commands.Result script(String name, Duration timeout, String... arguments) {
    return Commands.run(timeout, Map.of(), words(name, arguments));
  }

  /** The words that run a script of the lab for this very lab. */
  private static List<String> words(String script, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "env",
                "LAB_NAME=" + NAME,
                "LAB_SUBNET=" + SUBNET,
                SCRIPTS.resolve(script).toString()));
    words.addAll(Arrays.asList(arguments));
    return words;
  }

  /** A command on a node, as root. */
  static Commands.Result ssh(String node, String command) {
    return script("lab", Limits.SOON, "ssh", node, command);
  }

  /** A session on a node, as root, that stays open until its command ends. */
  static Running session(String node, String command) {
    return Running.start(Map.of(), words("lab", "ssh", node, command));
  }

  /** A script that runs on a node without the network, until it ends or the test does. */
  static Running insideNode(String node, String script) {
    return Running.start(Map.of(), words("lab", "enter", node, "sh", "-c", script));
  }

  /** The words that run a program inside the lab's network. */
  static List<String> inside(String... command) {
    return words(
        "lab", Stream.concat(Stream.of("exec"), Stream.of(command)).toArray(String[]::new));
  }

  /** Where the cluster is described that a class of tests has left. */
  static Path standing() {
    return RUN.resolve("standing");
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
