package io.quorate.usecase.upgrade;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.DnsAddon;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.Problem;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.NoPath;
import io.quorate.inventory.release.UpgradePath.Wanted;
import io.quorate.inventory.release.Version;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionGuard.Difference;
import io.quorate.recipe.cluster.VersionGuard.Reason;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.recipe.cluster.VersionRanges;
import io.quorate.usecase.InvalidRequestException;
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

  /** What {@link #to} is called, as an option and where it is wrong. */
  public static final String TO = "to";

  /** The same of {@link #through}. */
  public static final String THROUGH = "through";

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
    for (String component : with.keySet()) {
      if (!COMPONENTS.contains(component)) {
        throw InvalidRequestException.choose(
            "--with " + component + ": there is no such component.", List.copyOf(COMPONENTS));
      }
    }
    for (Problem problem : problems()) {
      String option =
          switch (problem.field()) {
            case TO, THROUGH -> "--" + problem.field() + " ";
            default -> "--with " + problem.field() + "=";
          };
      throw InvalidRequestException.choose(option + problem.what(), List.of(problem.remedy()));
    }
  }

  /**
   * What is no version, or is not known, each with {@link #TO}, {@link #THROUGH} or the component's
   * name.
   */
  public List<Problem> problems() {
    Catalogue catalogue = Catalogue.load();
    List<Problem> problems = new ArrayList<>();
    if (!to.isEmpty() && catalogue.line(to) == null) {
      problems.add(unknown(TO, to, catalogue));
    }
    for (String version : through) {
      if (Version.parse(version) == null || catalogue.line(version) == null) {
        problems.add(unknown(THROUGH, version, catalogue));
      }
    }
    for (String component : COMPONENTS) {
      String version = with.get(component);
      if (version != null && !component.equals("pause-image") && Version.parse(version) == null) {
        problems.add(
            Problem.error(
                component,
                Problem.shown(version) + " is not a version.",
                "Write one such as 3.6.14."));
      }
    }
    return problems;
  }

  private static Problem unknown(String field, String version, Catalogue catalogue) {
    return Problem.error(
        field,
        Problem.shown(version) + " is not a known Kubernetes version.",
        "%s to %s are known; write one such as %s or %s."
            .formatted(
                catalogue.lines().getLast().minor(),
                catalogue.lines().getFirst().minor(),
                catalogue.suggestedLine().minor(),
                catalogue.suggestedLine().newest()));
  }

  /**
   * Whether the inventory wants others than those that run. In a cluster that is half changed, and
   * has gone further than its file says, an upgrade was cut off that was told its versions.
   */
  public static boolean isWantedByFile(Inventory inventory, VersionMatrix matrix) {
    List<Difference> differences = VersionGuard.differences(inventory, matrix);
    boolean older = differences.stream().anyMatch(d -> d.reasons().contains(Reason.DOWNGRADE));
    return !differences.isEmpty() && !(older && VersionGuard.isHalfChanged(matrix));
  }

  /** The versions in the end. */
  public Versions versions(Inventory inventory, VersionMatrix matrix) {
    Versions runs = VersionGuard.running(inventory, matrix).versions();
    Catalogue catalogue = Catalogue.load();
    if (to.isEmpty() && isWantedByFile(inventory, matrix)) {
      return named(inventory.versions());
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
            patch ? runs.pauseImage() : pauseImage(runs.pauseImage(), line.pauseImage())));
  }

  /**
   * One from elsewhere stays, as does a newer one: any of them serves each version. k8s.gcr.io is
   * what registry.k8s.io was called until 2023, and gets nothing new.
   */
  static String pauseImage(String runs, String other) {
    String now = runs.replaceFirst("^k8s\\.gcr\\.io/", "registry.k8s.io/");
    int tag = now.lastIndexOf(':') + 1;
    boolean older =
        tag > 0
            && other.startsWith(now.substring(0, tag))
            && newer(now.substring(tag), other.substring(tag), false).equals(other.substring(tag));
    return older ? other : runs;
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
   * @throws GuardRefused when there is no cluster
   */
  public static void refuseNone(VersionMatrix matrix) {
    if (!matrix.isLive()) {
      throw new GuardRefused(
          "No node of the inventory runs a cluster.", "`quorate install` makes one.");
    }
  }

  /**
   * The way there.
   *
   * @throws GuardRefused when there is none
   */
  UpgradePath path(Inventory inventory, VersionMatrix matrix) {
    refuseNone(matrix);
    try {
      return way(inventory, matrix);
    } catch (NoPath e) {
      throw new GuardRefused(e.found(), e.remedy());
    }
  }

  /**
   * The way there, of a cluster that runs and versions without {@link #problems}.
   *
   * @throws NoPath when there is none
   */
  public UpgradePath way(Inventory inventory, VersionMatrix matrix) throws NoPath {
    Map<String, String> patches = new HashMap<>();
    through.forEach(v -> patches.put(Version.line(v).minorLine(), v));
    return UpgradePath.of(
        VersionRanges.of(inventory, matrix),
        new Wanted(versions(inventory, matrix), patches, drainOnce),
        Catalogue.load());
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
  public static List<String> changes(Inventory inventory, VersionMatrix matrix, Versions end) {
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
