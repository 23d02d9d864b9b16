package io.quorate.node.rehearsal;

import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.Packages.Manager;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How fast a rehearsal goes, and how large things are. The figures are those of an install of four
 * nodes in a laboratory, rounded; each varies by a quarter, the same way for the same seed.
 */
final class RehearsalPace {

  private static final long MIB = 1L << 20;

  /** Download sizes in MiB. */
  private static final Map<String, Integer> SIZES =
      Map.of(
          "kube-apiserver", 90,
          "kube-controller-manager", 72,
          "kube-scheduler", 52,
          "kubelet", 58,
          "kube-proxy", 42,
          "kubectl", 58,
          "etcd", 22,
          "containerd", 33,
          "runc", 12,
          "cni-plugins", 52);

  private static final double DOWNLOAD_MIB_A_SECOND = 40;

  private final double speed;
  private final SplittableRandom random;

  /**
   * @param speed 1: as on real machines; 10: ten times as fast; 0: without any waiting
   */
  RehearsalPace(double speed, long seed) {
    this.speed = speed;
    this.random = new SplittableRandom(seed);
  }

  void take(long millis) throws InterruptedException {
    double varied = millis * random.nextDouble(0.75, 1.25);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (speed > 0) {
      Thread.sleep(Math.round(varied / speed));
    }
  }

  long sizeOf(Fetch fetch) {
    return SIZES.getOrDefault(fetch.name(), 20) * MIB + random.nextLong(MIB);
  }

  /** Halves of a second that a transfer takes. */
  int ticks(long size) {
    return (int) Math.max(1, Math.round(2 * size / DOWNLOAD_MIB_A_SECOND / MIB));
  }

  long clockSkewMillis() {
    return random.nextLong(-40, 41);
  }

  /** What the package manager says about a package, which is the same one on all machines. */
  static List<String> packageLines(String name, Manager manager) {
    SplittableRandom its = new SplittableRandom(name.hashCode());
    String version = its.nextInt(1, 10) + "." + its.nextInt(20) + "-" + its.nextInt(1, 5);
    return switch (manager) {
      case APT ->
          List.of(
              "Get:1 http://deb.debian.org/debian bookworm/main amd64 "
                  + name
                  + " amd64 "
                  + version,
              "Unpacking " + name + " (" + version + ") ...",
              "Setting up " + name + " (" + version + ") ...");
      case DNF ->
          List.of(
              "  Installing       : " + name + "-" + version + ".el9.x86_64",
              "  Verifying        : " + name + "-" + version + ".el9.x86_64");
    };
  }
}
