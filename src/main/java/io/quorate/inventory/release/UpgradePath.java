package io.quorate.inventory.release;

import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way from the versions that run to those that are wanted: stage by stage, each of which all
 * nodes concerned have ended before the next begins. What is there is compatible at every moment.
 *
 * <p>The rules: kubernetes.io, version skew policy; etcd.io, upgrade guides (3.5.32 before 3.6,
 * 3.6.11 before 3.7); containerd, RELEASES.md ("Upgrade Path").
 *
 * @param stages in their order; empty when everything runs already
 * @param leaps what its project does not support and a person has to accept, a sentence each
 * @param end the versions of everything once it is gone, also where nothing is to be done
 */
public record UpgradePath(List<Stage> stages, List<String> leaps, Versions end) {

  /** What a stage changes, and on which nodes. */
  public enum Part {
    /** etcd's members, one at a time. */
    ETCD("etcd"),
    /** API server, controller manager and scheduler, one master at a time. */
    CONTROL_PLANE("control plane"),
    /** kubelet, kube-proxy, the container runtime and the CNI plugins of drained nodes. */
    NODES("nodes"),
    /** What was applied to the cluster: the pod network's manifest and the cluster's DNS. */
    ADD_ONS("add-ons");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * One stage.
   *
   * @param versions of everything once it is done
   * @param through containerd's versions that are started one after the other on a drained node;
   *     the last is that of {@code versions}
   */
  public record Stage(Part part, Versions versions, List<String> through) {
    public Stage {
      through = List.copyOf(through);
    }

    /** What it brings, such as {@code Kubernetes 1.36.4}. */
    public String words() {
      return switch (part) {
        case ETCD -> "etcd " + versions.etcd();
        case CONTROL_PLANE -> "control plane " + kubernetes();
        case NODES ->
            "kubelets "
                + kubernetes()
                + (through.isEmpty() ? "" : ", containerd " + String.join(", then ", through));
        case ADD_ONS -> "add-ons";
      };
    }

    private String kubernetes() {
      return versions.kubernetes();
    }
  }

  /**
   * The oldest and the newest version of something on any node.
   *
   * @param oldest null when no node has it
   */
  public record Range(@Nullable Version oldest, @Nullable Version newest) {
    /** Of these; both ends are null when there is none. */
    public static Range of(Iterable<Version> versions) {
      Version oldest = null;
      Version newest = null;
      for (Version version : versions) {
        oldest = oldest == null || version.before(oldest) ? version : oldest;
        newest = newest == null || newest.before(version) ? version : newest;
      }
      return new Range(oldest, newest);
    }

    private boolean differs() {
      return oldest != null && !oldest.equals(newest);
    }

    private boolean has(Predicate<Version> property) {
      return oldest != null && property.test(oldest);
    }
  }

  /**
   * What runs.
   *
   * @param versions what the inventory says of it, with what runs on most nodes
   * @param controlPlane API servers, controller managers and schedulers
   * @param kubelets kubelets and kube-proxies
   * @param stopped whether something that every node runs does not run on one, as where a run was
   *     cut off: then the nodes are gone through in any case
   */
  public record Running(
      Versions versions,
      Range controlPlane,
      Range kubelets,
      Range etcd,
      Range containerd,
      Range runc,
      Range cniPlugins,
      boolean stopped) {}

  /**
   * What is wanted.
   *
   * @param versions in the end
   * @param through which patch of a minor version of Kubernetes is passed, such as 1.35 to 1.35.9;
   *     where nothing is said it is the newest that the catalogue knows
   * @param drainOnce whether kubelets wait as long as the skew allows it, so that each node is
   *     drained once
   */
  public record Wanted(Versions versions, Map<String, String> through, boolean drainOnce) {
    public Wanted {
      through = Map.copyOf(through);
    }
  }

  /** Whose version it is that a way is looked for. */
  public enum Cause {
    KUBERNETES("Kubernetes"),
    /** A patch of Kubernetes that is passed. */
    THROUGH("Kubernetes"),
    ETCD("etcd"),
    CONTAINERD("containerd"),
    RUNC("runc"),
    CNI_PLUGINS("the CNI plugins");

    private final String words;

    Cause(String words) {
      this.words = words;
    }
  }

  /** There is no way: what is wrong, and what can be done. */
  public static final class NoPath extends Exception {
    private static final long serialVersionUID = 1;
    private final Cause cause;
    private final String remedy;

    NoPath(Cause cause, String found, String remedy) {
      super(found);
      this.cause = cause;
      this.remedy = remedy;
    }

    /** Which wanted version stands in the way. */
    public Cause of() {
      return cause;
    }

    /** What is wrong, a sentence. */
    public String found() {
      return Objects.requireNonNull(getMessage());
    }

    public String remedy() {
      return remedy;
    }
  }

  /**
   * The least patch of a minor version from which the next one is reached (etcd.io, "Upgrade etcd
   * from v3.5 to v3.6" and "from v3.6 to v3.7"): below the first, learners that were promoted may
   * lose their vote.
   */
  private static final Map<String, Version> ETCD_GATES =
      Map.of("3.5", new Version(3, 5, 32, ""), "3.6", new Version(3, 6, 11, ""));

  /**
   * The least patch of a minor version of etcd that may run beside the next one; null: each may.
   *
   * @param minor such as 3.5
   */
  public static @Nullable Version etcdGate(String minor) {
    return ETCD_GATES.get(minor);
  }

  /** containerd, RELEASES.md: from one of these straight to the next. */
  private static final List<String> CONTAINERD_LTS = List.of("1.6", "1.7", "2.3");

  private static final List<String> CONTAINERD_SERIES =
      List.of("1.4", "1.5", "1.6", "1.7", "2.0", "2.1", "2.2", "2.3", "2.4");

  /** Before it, a kubelet may be two minor versions older than an API server, then three. */
  private static final Version SKEW_OF_THREE = new Version(1, 25, 0, "");

  /** Whether API servers of a version bear a kubelet that is not newer. */
  public static boolean bears(Version servers, Version kubelet) {
    int skew = kubelet.before(SKEW_OF_THREE) ? 2 : 3;
    return servers.minor() - kubelet.minor() <= skew;
  }

  public UpgradePath {
    stages = List.copyOf(stages);
    leaps = List.copyOf(leaps);
  }

  /** Whether nothing is to be done. */
  public boolean isEmpty() {
    return stages.isEmpty();
  }

  /**
   * The shortest permitted way.
   *
   * @throws NoPath when something wanted is older than what runs, or cannot be reached from there
   */
  public static UpgradePath of(Running running, Wanted wanted, Catalogue catalogue) throws NoPath {
    return new Search(running, wanted, catalogue).path();
  }

  /** The versions of one path, as far as it has come. */
  private static final class Search {
    private final Running running;
    private final Wanted wanted;
    private final Catalogue catalogue;
    private final List<Stage> stages = new ArrayList<>();
    private final List<String> leaps = new ArrayList<>();
    private final List<String> etcd = new ArrayList<>();
    private final List<String> containerd = new ArrayList<>();
    private final Version target;
    private Versions now;
    private @Nullable Version kubelet;
    private boolean nodesDiffer;

    Search(Running running, Wanted wanted, Catalogue catalogue) throws NoPath {
      this.running = running;
      this.wanted = wanted;
      this.catalogue = catalogue;
      this.target = parsed(wanted.versions().kubernetes(), Cause.KUBERNETES);
      this.now =
          running
              .versions()
              .with(
                  oldest(running.controlPlane(), running.versions().kubernetes()),
                  oldest(running.etcd(), running.versions().etcd()),
                  oldest(running.containerd(), running.versions().containerd()));
      this.kubelet = running.kubelets().oldest();
    }

    UpgradePath path() throws NoPath {
      refuseOlder();
      etcd.addAll(etcdSteps());
      containerd.addAll(containerdSteps());
      nodesDiffer =
          running.stopped()
              || !containerd.isEmpty()
              || !wanted.versions().pauseImage().equals(now.pauseImage())
              || older(running.runc(), wanted.versions().runc())
              || older(running.cniPlugins(), wanted.versions().cniPlugins());
      Version from =
          Objects.requireNonNullElse(
              running.controlPlane().oldest(), parsed(now.kubernetes(), Cause.KUBERNETES));
      etcdAsFarAs(from);
      for (int minor = from.minor(); minor <= target.minor(); minor++) {
        Version next = patch(target.major(), minor, from);
        boolean last = minor == target.minor();
        if (minor > from.minor()) {
          etcdFor(next);
          kubeletsBefore(next);
        }
        if (running.controlPlane().has(v -> v.before(next))) {
          now = now.with(next.toString(), now.etcd(), now.containerd());
          stages.add(new Stage(Part.CONTROL_PLANE, now, List.of()));
        }
        etcdAsFarAs(next);
        // On the way out of the minor version that runs, kubelets need no newer patch; but a round
        // that was cut off is ended first.
        boolean round = minor == from.minor() ? isUnfinished() : !wanted.drainOnce();
        if (last || round) {
          nodes(next, last);
        }
      }
      if (!etcd.isEmpty()) {
        throw new NoPath(
            Cause.ETCD,
            "etcd %s does not go with Kubernetes %s.".formatted(etcd.getFirst(), target),
            "Want an etcd that it was tested with: " + String.join(" or ", allowed(target)) + ".");
      }
      addOns();
      return new UpgradePath(stages, leaps, now);
    }

    private static String oldest(Range runs, String otherwise) {
      Version oldest = runs.oldest();
      return oldest == null ? otherwise : oldest.toString();
    }

    /** Whether a round of the nodes was begun and not ended. */
    private boolean isUnfinished() {
      return running.stopped()
          || running.kubelets().differs()
          || running.containerd().differs()
          || running.runc().differs()
          || running.cniPlugins().differs();
    }

    private static Version parsed(String text, Cause of) throws NoPath {
      Version version = Version.parse(text);
      if (version == null) {
        throw new NoPath(
            of, of.words + ": " + text + " is not a version.", "Give one such as 1.36 or 1.36.4.");
      }
      return version;
    }

    private void refuseOlder() throws NoPath {
      Versions w = wanted.versions();
      refuseOlder(Cause.KUBERNETES, running.controlPlane(), w.kubernetes());
      refuseOlder(Cause.KUBERNETES, running.kubelets(), w.kubernetes());
      refuseOlder(Cause.ETCD, running.etcd(), w.etcd());
      refuseOlder(Cause.CONTAINERD, running.containerd(), w.containerd());
      refuseOlder(Cause.RUNC, running.runc(), w.runc());
      refuseOlder(Cause.CNI_PLUGINS, running.cniPlugins(), w.cniPlugins());
      if (target.major() != 1) {
        throw new NoPath(
            Cause.KUBERNETES,
            "Kubernetes " + target + " is not known here.",
            "Take one up to " + catalogue.lines().getFirst().minor() + ".");
      }
    }

    private static void refuseOlder(Cause of, Range runs, String text) throws NoPath {
      Version newest = runs.newest();
      if (newest != null && parsed(text, of).before(newest)) {
        throw new NoPath(
            of,
            "%s %s runs, and %s is older.".formatted(of.words, newest, text),
            "An older version may not read what the newer one has stored. Want at least "
                + newest
                + "; `quorate upgrade --rollback` takes the last upgrade back.");
      }
    }

    private static boolean older(Range runs, String text) {
      Version version = Version.parse(text);
      return version != null && runs.has(v -> v.before(version));
    }

    /** Which patch of a minor version the way leads through. */
    private Version patch(int major, int minor, Version from) throws NoPath {
      if (minor == target.minor()) {
        return target;
      }
      String line = major + "." + minor;
      String given = wanted.through().get(line);
      Catalogue.Line known = catalogue.line(line);
      if (given == null && known == null) {
        throw new NoPath(
            Cause.THROUGH,
            "The way leads through Kubernetes %s, which is not known here.".formatted(line),
            "Name the patch to pass, such as %s.9 (--through).".formatted(line));
      }
      Version version =
          parsed(given == null ? Objects.requireNonNull(known).newest() : given, Cause.THROUGH);
      return version.before(from) ? from : version;
    }

    private List<String> allowed(Version kubernetes) {
      Catalogue.Line line = catalogue.line(kubernetes.minorLine());
      return line == null ? List.of() : line.etcdAllowed();
    }

    /** etcd's versions one after the other, each of which all members have before the next. */
    private List<String> etcdSteps() throws NoPath {
      Version to = parsed(wanted.versions().etcd(), Cause.ETCD);
      Version at = running.etcd().oldest();
      List<String> steps = new ArrayList<>();
      while (at != null && at.before(to)) {
        Version gate = ETCD_GATES.get(at.minorLine());
        if (at.minor() == to.minor()) {
          at = to;
        } else if (gate != null && at.before(gate)) {
          at = newestEtcd(at.minorLine(), gate);
        } else if (at.minor() + 1 == to.minor()) {
          at = to;
        } else {
          at = newestEtcd(at.major() + "." + (at.minor() + 1), null);
        }
        steps.add(at.toString());
      }
      return steps;
    }

    private Version newestEtcd(String minor, @Nullable Version least) throws NoPath {
      Version newest = least;
      for (Catalogue.Line line : catalogue.lines()) {
        Version version = Version.parse(line.etcd());
        if (version != null
            && version.minorLine().equals(minor)
            && (newest == null || newest.before(version))) {
          newest = version;
        }
      }
      if (newest == null) {
        throw new NoPath(
            Cause.ETCD,
            "The way leads through etcd " + minor + ", of which no version is known here.",
            "Upgrade to an etcd " + minor + " first, and then further.");
      }
      return newest;
    }

    /** etcd's steps that a version of Kubernetes allows. */
    private void etcdAsFarAs(Version kubernetes) {
      List<String> allowed = allowed(kubernetes);
      while (!etcd.isEmpty() && allowed.contains(Version.line(etcd.getFirst()).minorLine())) {
        etcdStep();
      }
    }

    /** The next API servers need their etcd before them. */
    private void etcdFor(Version next) throws NoPath {
      List<String> allowed = allowed(next);
      if (allowed.isEmpty()) {
        throw new NoPath(
            Cause.KUBERNETES,
            "Kubernetes " + next + " is not known here.",
            "Take one up to " + catalogue.lines().getFirst().minor() + ".");
      }
      if (!allowed.contains(Version.line(now.etcd()).minorLine())) {
        String found = "Kubernetes %s does not go with etcd %s.".formatted(next, now.etcd());
        throw new NoPath(
            Cause.ETCD, found, "Want an etcd of " + String.join(" or ", allowed) + ".");
      }
    }

    private void etcdStep() {
      now = now.with(now.kubernetes(), etcd.removeFirst(), now.containerd());
      stages.add(new Stage(Part.ETCD, now, List.of()));
    }

    /** A kubelet that would be too old for the next API servers goes up before them. */
    private void kubeletsBefore(Version next) throws NoPath {
      Version oldest = kubelet;
      if (oldest == null) {
        return;
      }
      if (!bears(next, oldest)) {
        nodes(parsed(now.kubernetes(), Cause.KUBERNETES), false);
      }
    }

    /**
     * A round of drains that brings the kubelets to a version, and what else nodes need by then.
     */
    private void nodes(Version to, boolean last) throws NoPath {
      boolean behind = kubelet != null && kubelet.before(to);
      boolean more = last && nodesDiffer;
      if (!behind && !more) {
        return;
      }
      List<String> through = runtimeFor(to, last);
      now =
          now.with(
              to.toString(), now.etcd(), through.isEmpty() ? now.containerd() : through.getLast());
      now = last ? others(now) : now;
      kubelet = to;
      stages.add(new Stage(Part.NODES, now, through));
    }

    /** How far containerd can go with this kubelet. */
    private List<String> runtimeFor(Version to, boolean last) throws NoPath {
      if (now.runtime() != Runtime.CONTAINERD) {
        return List.of();
      }
      Catalogue.Line line = catalogue.line(to.minorLine());
      List<String> through = new ArrayList<>();
      while (line != null && !containerd.isEmpty() && fits(line, containerd.getFirst())) {
        through.add(containerd.removeFirst());
      }
      String then = through.isEmpty() ? now.containerd() : through.getLast();
      Version version = parsed(then, Cause.CONTAINERD);
      if (line != null && version.before(line.containerdLeast())) {
        throw new NoPath(
            Cause.CONTAINERD,
            "Kubernetes %s needs containerd %s or later, and %s is wanted."
                .formatted(to.minorLine(), line.containerdLeast(), wanted.versions().containerd()),
            "Want a newer containerd, such as " + line.containerd() + ".");
      }
      if (last && !containerd.isEmpty()) {
        throw new NoPath(
            Cause.CONTAINERD,
            "containerd %s does not go with Kubernetes %s."
                .formatted(containerd.getFirst(), to.minorLine()),
            "Want one before "
                + Objects.requireNonNull(Objects.requireNonNull(line).containerdBelow())
                + ".");
      }
      return through;
    }

    private static boolean fits(Catalogue.Line line, String text) {
      Version version = Version.parse(text);
      Version below = line.containerdBelow();
      return version != null && (below == null || version.before(below));
    }

    /** containerd's versions one after the other, as far as its project supports the jumps. */
    private List<String> containerdSteps() throws NoPath {
      if (now.runtime() != Runtime.CONTAINERD) {
        return List.of();
      }
      Version to = parsed(wanted.versions().containerd(), Cause.CONTAINERD);
      Version at = running.containerd().oldest();
      List<String> steps = new ArrayList<>();
      while (at != null && at.before(to)) {
        String from = at.minorLine();
        if (from.equals(to.minorLine()) || isSupported(from, to.minorLine())) {
          at = to;
        } else {
          Version between = between(from, to);
          if (between == null) {
            leaps.add(
                "containerd goes from %s to %s at once, which its project does not support; nodes are drained before."
                    .formatted(from, to.minorLine()));
            at = to;
          } else {
            at = between;
          }
        }
        steps.add(at.toString());
      }
      return steps;
    }

    private static boolean isSupported(String from, String to) {
      int at = CONTAINERD_SERIES.indexOf(from);
      int lts = CONTAINERD_LTS.indexOf(from);
      return at >= 0 && CONTAINERD_SERIES.indexOf(to) == at + 1
          || lts >= 0 && CONTAINERD_LTS.indexOf(to) == lts + 1;
    }

    /** A known version between the two to which a supported jump leads. */
    private @Nullable Version between(String from, Version to) {
      Version best = null;
      for (Catalogue.Line line : catalogue.lines()) {
        Version version = Version.parse(line.containerd());
        if (version != null
            && version.before(to)
            && !version.minorLine().equals(to.minorLine())
            && isSupported(from, version.minorLine())
            && (best == null || best.before(version))) {
          best = version;
        }
      }
      return best;
    }

    private void addOns() {
      if (!wanted.versions().calico().equals(running.versions().calico())
          || !wanted.versions().coredns().equals(running.versions().coredns())) {
        now = wanted.versions();
        stages.add(new Stage(Part.ADD_ONS, now, List.of()));
      }
    }

    /** All that a node has beside Kubernetes, etcd and containerd, as wanted in the end. */
    private Versions others(Versions v) {
      Versions w = wanted.versions();
      return new Versions(
          v.kubernetes(),
          v.etcd(),
          v.runtime(),
          v.containerd(),
          w.runc(),
          v.docker(),
          w.criDockerd(),
          w.cniPlugins(),
          v.calico(),
          v.coredns(),
          w.pauseImage());
    }
  }
}
