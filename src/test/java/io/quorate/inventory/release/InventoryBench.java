package io.quorate.inventory.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * How long it takes to load and validate an inventory of a thousand hosts, each with variables of
 * its own: {@code mvn -q test-compile}, then this main class on the test class path. The figures
 * stand in README.md.
 */
final class InventoryBench {
  private static final int HOSTS = 1000;
  private static final int WARM_UP = 40;
  private static final int ROUNDS = 100;
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private InventoryBench() {}

  private static String inventory() {
    StringBuilder text =
        new StringBuilder(
            """
            all:
              vars: {etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n, cluster_cidr: 10.64.0.0/12}
              hosts:
            """);
    for (int i = 0; i < HOSTS; i++) {
      text.append("    node-%d:\n".formatted(i));
      text.append("      ansible_host: 192.168.%d.%d\n".formatted(i / 250, i % 250 + 1));
      text.append("      private_address: 10.9.%d.%d\n".formatted(i / 250, i % 250 + 1));
    }
    return text
        + "  children:\n"
        + "    k8s_masters: {hosts: {'node-[0:4]': }}\n"
        + "    k8s_workers: {hosts: {'node-[0:999]': }}\n";
  }

  /** Prints the first time and the median, best and worst of the warm ones. */
  public static void main(String[] words) throws IOException {
    Path file = Files.createTempFile("inventory", ".yaml");
    try {
      Files.writeString(file, inventory());
      double first = millis(file);
      for (int i = 0; i < WARM_UP; i++) {
        millis(file);
      }
      double[] times = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        times[i] = millis(file);
      }
      Arrays.sort(times);
      System.out.printf(
          "%d hosts, %d KiB: first %.0f ms; warm: median %.1f ms, best %.1f ms, worst %.1f ms%n",
          HOSTS, Files.size(file) / 1024, first, times[ROUNDS / 2], times[0], times[ROUNDS - 1]);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static double millis(Path file) throws IOException {
    long begun = System.nanoTime();
    InventoryLoader.Loaded loaded = InventoryLoader.load(file, TODAY);
    if (loaded.inventory() == null || !loaded.problems().isEmpty()) {
      throw new IllegalStateException("not as it should be: " + loaded.problems());
    }
    return (System.nanoTime() - begun) / 1e6;
  }
}
