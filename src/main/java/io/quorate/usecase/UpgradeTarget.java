package io.quorate.usecase;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.DnsAddon;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.NoPath;
import io.quorate.inventory.release.UpgradePath.Wanted;
import io.quorate.inventory.release.Version;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.cluster.RunningVersions;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which versions an upgrade leads to.
 *
 * @param to Kubernetes' minor version or version; empty: what the inventory wants where that is
 *     another one than runs, and else the newest patch of what runs
 * @param with versions of other components, by their names of {@link #COMPONENTS}; of those that
 *     are not named what goes with Kubernetes' version
 * @param through patches of Kubernetes that the way leads through, where it should not be the
 *     newest
 * @param drainOnce whether kubelets wait as long as the skew allows it
 */
public record UpgradeTarget(
    String to, Map<String, String> with, List<String> through, boolean drainOnce) {

  /** What has a version beside Kubernetes. */
  public static final Set<String> COMPONENTS =
      new LinkedHashSet<>(
          List.of("etcd", "containerd", "runc", "cni-plugins", "calico", "coredns", "pause-image"));

  public UpgradeTarget {
    with = Map.copyOf(with);
    through = List.copyOf(through);
  }

  /** What the inventory wants, or the newest patch. */
  public static UpgradeTarget usual() {
    return new UpgradeTarget("", Map.of(), List.of(), false);
  }

  /**
   * @throws InvalidRequestException when a version is none, or is not known
   */
  public void refuseUnknown() throws InvalidRequestException {
    Catalogue catalogue = Catalogue.load();
    if (!to.isEmpty() && catalogue.line(to) == null) {
      throw unknown("--to " + to, catalogue);
    }
    for (String version : through) {
      if (Version.parse(version) == null || catalogue.line(version) == null) {
        throw unknown("--through " + version, catalogue);
      }
    }
    for (String component : with.keySet()) {
      if (!COMPONENTS.contains(component)) {
        throw InvalidRequestException.choose(
            "--with " + component + ": there is no such component.", List.copyOf(COMPONENTS));
      }
    }
    for (var entry : with.entrySet()) {
      if (!entry.getKey().equals("pause-image") && Version.parse(entry.getValue()) == null) {
        throw InvalidRequestException.choose(
            "--with %s=%s: that is no version.".formatted(entry.getKey(), entry.getValue()),
            List.of("Write one such as 3.6.14."));
      }
    }
  }

  private static InvalidRequestException unknown(String words, Catalogue catalogue) {
    return InvalidRequestException.choose(
        words + ": this is no version of Kubernetes that is known here.",
        List.of(
            "%s to %s are known; write one such as %s or %s."
                .formatted(
                    catalogue.lines().getLast().minor(),
                    catalogue.lines().getFirst().minor(),
                    catalogue.suggestedLine().minor(),
                    catalogue.suggestedLine().newest())));
  }

  /** The versions in the end. */
  Versions versions(Inventory inventory, VersionMatrix matrix) {
    Versions runs = VersionGuard.running(inventory, matrix).versions();
    Catalogue catalogue = Catalogue.load();
    boolean fileWants =
        to.isEmpty() && with.isEmpty() && !VersionGuard.differences(inventory, matrix).isEmpty();
    if (fileWants) {
      return inventory.versions();
    }
    Catalogue.Line line = catalogue.line(to.isEmpty() ? runs.kubernetes() : to);
    if (line == null) {
      return named(runs);
    }
    boolean patch = to.isEmpty();
    String kubernetes = patch || to.equals(line.minor()) ? line.newest() : to;
    return named(
        new Versions(
            patch ? newer(runs.kubernetes(), kubernetes, true) : kubernetes,
            newer(runs.etcd(), line.etcd(), patch),
            runs.runtime(),
            runs.runtime() == Runtime.CONTAINERD
                ? newer(runs.containerd(), line.containerd(), patch)
                : runs.containerd(),
            runs.runtime() == Runtime.CONTAINERD
                ? newer(runs.runc(), line.runc(), patch)
                : runs.runc(),
            runs.docker(),
            runs.criDockerd(),
            newer(runs.cniPlugins(), line.cniPlugins(), patch),
            inventory.network().cni() == Cni.CALICO
                ? newer(runs.calico(), line.calico(), patch)
                : runs.calico(),
            inventory.network().dnsAddon() == DnsAddon.COREDNS
                ? newer(runs.coredns(), line.coredns(), patch)
                : runs.coredns(),
            patch ? runs.pauseImage() : line.pauseImage()));
  }

  /** The newer of two; of another minor version only where that is wanted. */
  private static String newer(String runs, String other, boolean patchAlone) {
    Version now = Version.parse(runs);
    Version then = Version.parse(other);
    boolean fits =
        now != null
            && then != null
            && now.before(then)
            && (!patchAlone || now.minorLine().equals(then.minorLine()));
    return fits ? other : runs;
  }

  private Versions named(Versions v) {
    return new Versions(
        v.kubernetes(),
        with.getOrDefault("etcd", v.etcd()),
        v.runtime(),
        with.getOrDefault("containerd", v.containerd()),
        with.getOrDefault("runc", v.runc()),
        v.docker(),
        v.criDockerd(),
        with.getOrDefault("cni-plugins", v.cniPlugins()),
        with.getOrDefault("calico", v.calico()),
        with.getOrDefault("coredns", v.coredns()),
        with.getOrDefault("pause-image", v.pauseImage()));
  }

  /**
   * The way there.
   *
   * @throws GuardRefused when there is none
   */
  UpgradePath path(Inventory inventory, VersionMatrix matrix) {
    if (!matrix.isLive()) {
      throw new GuardRefused(
          "No node of the inventory runs a cluster.", "`quorate install` makes one.");
    }
    Map<String, String> patches = new HashMap<>();
    through.forEach(v -> patches.put(Version.line(v).minorLine(), v));
    try {
      return UpgradePath.of(
          RunningVersions.of(inventory, matrix),
          new Wanted(versions(inventory, matrix), patches, drainOnce),
          Catalogue.load());
    } catch (NoPath e) {
      throw new GuardRefused(e.found(), e.remedy());
    }
  }

  /** The options by which a command says the same. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (!to.isEmpty()) {
      words.addAll(List.of("--to", to));
    }
    COMPONENTS.stream()
        .filter(with::containsKey)
        .forEach(c -> words.addAll(List.of("--with", c + "=" + with.get(c))));
    through.forEach(v -> words.addAll(List.of("--through", v)));
    if (drainOnce) {
      words.add("--drain-once");
    }
    return words;
  }

  /** What changes, a line each, such as {@code Kubernetes 1.35.9 → 1.36.4}. */
  static List<String> changes(Inventory inventory, VersionMatrix matrix, Versions end) {
    Versions file = inventory.versions();
    List<String> lines = new ArrayList<>();
    Set<Version> kubernetes = new TreeSet<>();
    for (Program program : Program.values()) {
      if (program.setting() == Program.KUBELET.setting()) {
        kubernetes.addAll(matrix.inUse(program).keySet());
      }
    }
    change(lines, "Kubernetes", kubernetes, end.kubernetes());
    change(lines, "etcd", matrix.inUse(Program.ETCD).keySet(), end.etcd());
    change(lines, "containerd", matrix.inUse(Program.CONTAINERD).keySet(), end.containerd());
    change(lines, "runc", matrix.inUse(Program.RUNC).keySet(), end.runc());
    change(lines, "CNI plugins", matrix.inUse(Program.CNI_PLUGINS).keySet(), end.cniPlugins());
    if (inventory.network().cni() == Cni.CALICO) {
      asWritten(lines, "Calico", file.calico(), end.calico());
    }
    if (inventory.network().dnsAddon() == DnsAddon.COREDNS) {
      asWritten(lines, "CoreDNS", file.coredns(), end.coredns());
    }
    asWritten(lines, "pause image", file.pauseImage(), end.pauseImage());
    return lines;
  }

  private static void change(List<String> lines, String name, Set<Version> runs, String to) {
    List<String> others =
        runs.stream().sorted().map(Version::toString).filter(v -> !v.equals(to)).toList();
    if (!others.isEmpty()) {
      lines.add("  " + name + " " + String.join(" and ", others) + " → " + to);
    }
  }

  private static void asWritten(List<String> lines, String name, String from, String to) {
    if (!from.equals(to)) {
      lines.add("  " + name + " " + from + " → " + to);
    }
  }
}
