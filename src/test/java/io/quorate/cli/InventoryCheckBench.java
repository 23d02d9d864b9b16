package io.quorate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long {@code quorate inventory check} takes with ten thousand hosts, each with variables of
 * its own, as YAML and as INI, and what memory it needs: a program of its own each time, with the
 * packaged one's settings. {@code mvn -q test-compile}, then this main class on the test class
 * path, with the packaged program as its word, or without one for the classes as they are. The
 * figures stand in README.md.
 */
final class InventoryCheckBench {
  private static final int HOSTS = 10_000;
  private static final int ROUNDS = 5;

  private InventoryCheckBench() {}

  /** Kubernetes takes half as many nodes: the others are in a group that means nothing here. */
  private static String yaml() {
    StringBuilder text =
        new StringBuilder(
            """
            all:
              vars: {etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n, cluster_cidr: 10.64.0.0/10}
              hosts:
            """);
    for (int i = 0; i < HOSTS; i++) {
      text.append("    node-%d:\n".formatted(i));
      text.append("      ansible_host: %s\n".formatted(address(192, i)));
      text.append("      private_address: %s\n".formatted(address(10, i)));
    }
    return text
        + "  children:\n"
        + "    k8s_masters: {hosts: {'node-[0:4]': }}\n"
        + "    k8s_workers: {hosts: {'node-[5:%d]': }}\n".formatted(HOSTS / 2 - 1)
        + "    others: {hosts: {'node-[%d:%d]': }}\n".formatted(HOSTS / 2, HOSTS - 1);
  }

  private static String ini() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < HOSTS; i++) {
      text.append(
          "node-%d ansible_host=%s private_address=%s\n"
              .formatted(i, address(192, i), address(10, i)));
    }
    return text
        + "[k8s_masters]\nnode-[0:4]\n[k8s_workers]\nnode-[5:%d]\n".formatted(HOSTS / 2 - 1)
        + "[others]\nnode-[%d:%d]\n".formatted(HOSTS / 2, HOSTS - 1)
        + "[all:vars]\netcd_initial_token=sample-only-7f3k9q2m5x8w1z4v6b0n\n"
        + "cluster_cidr=10.64.0.0/10\n";
  }

  private static String address(int first, int i) {
    return "%d.%d.%d.%d".formatted(first, first == 10 ? 9 : 168, i / 250, i % 250 + 1);
  }

  /** Prints of each form the times, and the most memory that was resident, by GNU time. */
  public static void main(String[] words) throws Exception {
    Path folder = Files.createTempDirectory("inventory-check");
    try {
      measure(Files.writeString(folder.resolve("hosts.yaml"), yaml()), words);
      measure(Files.writeString(folder.resolve("hosts"), ini()), words);
    } finally {
      for (String name : List.of("hosts.yaml", "hosts", "time")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }

  private static void measure(Path file, String[] program) throws Exception {
    List<String> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      rounds.add(round(file, program));
    }
    System.out.printf(
        "%s, %d hosts, %d KiB: %s%n",
        file.getFileName(), HOSTS, Files.size(file) / 1024, String.join("; ", rounds));
  }

  private static String round(Path file, String[] program) throws Exception {
    Path figures = file.resolveSibling("time");
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/time", "-f", "%e s, %M KiB", "-o", figures.toString()));
    command.addAll(program.length > 0 ? List.of(program) : classes());
    command.addAll(List.of("inventory", "check", file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    // A warning, of the group that means nothing.
    if (process.waitFor() != 4) {
      throw new IOException("not as it should be: " + said);
    }
    return Files.readAllLines(figures).getLast();
  }

  private static List<String> classes() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx192m",
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName());
  }
}
