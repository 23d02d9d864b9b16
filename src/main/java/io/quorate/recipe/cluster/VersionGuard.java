package io.quorate.recipe.cluster;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.release.Version;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.ShellCommand;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.platform.ContainerRuntime;
import io.quorate.platform.EtcdSeries;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A changed version is not an install: no journey but an upgrade brings another version to a
 * cluster that runs. A change has an order, gates and checks of its own, and some of them have no
 * way back.
 */
public final class VersionGuard {

  /** The command that brings the inventory back to what runs; options follow. */
  public static final ShellCommand COMMAND =
      ShellCommand.of("quorate", "inventory", "set-running-versions");

  /** Why a version is not brought to a cluster that runs. */
  public enum Reason {
    /** kubernetes.io, version skew policy. */
    SKEW(
        "another minor version",
        "Kubernetes goes up by one minor version at a time: all API servers first, then the kubelets"
            + " on drained nodes; no kubelet may be newer than the oldest API server."),
    /** kubernetes.io, version skew policy; etcd.io, downgrade guide. */
    DOWNGRADE(
        "older than what runs",
        "An older version may not read what the newer one has stored, and does not know what it has"
            + " been told to do. etcd 3.5 does not start on data of 3.6."),
    /** etcd.io, upgrade guides. */
    DATA_FORMAT(
        "another data format",
        "etcd changes the format of its data between minor versions: one member after the other, each"
            + " from a certain patch level on, after a snapshot. When all have it, there is no way"
            + " back by changing the programs."),
    PATCH(
        "a newer patch level",
        "Also a patch level is changed in an order, with checks after each node. install has"
            + " neither."),
    RUNTIME_SERIES(
        "another series of the runtime",
        "The container runtime changes its series on drained nodes, one after the other."),
    RUNTIME(
        "another container runtime",
        "Pods and images belong to the runtime that made them: nodes change it by leaving the cluster"
            + " and joining it anew."),
    POD_NETWORK(
        "another pod network",
        "Pods keep the addresses and routes of the network that they were started in.");

    private final String words;
    private final String explanation;

    Reason(String words, String explanation) {
      this.words = words;
      this.explanation = explanation;
    }

    /** For a table, a few words. */
    public String words() {
      return words;
    }

    /** A sentence or two. */
    public String explanation() {
      return explanation;
    }
  }

  /**
   * What is refused.
   *
   * @param component as its project names it
   * @param runs what is in use, to the nodes that have it
   * @param wanted by the inventory
   */
  public record Difference(
      String component, Map<String, List<String>> runs, String wanted, Set<Reason> reasons) {
    public Difference {
      runs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(runs));
      reasons = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(reasons));
    }
  }

  private final VersionMatrix matrix;
  private final Inventory.Versions wanted;
  private final Cni network;

  private VersionGuard(VersionMatrix matrix, Inventory inventory) {
    this.matrix = matrix;
    this.wanted = inventory.versions();
    this.network = inventory.network().cni();
  }

  /**
   * For a journey that brings the inventory's versions to every node.
   *
   * @throws VersionsRefused when a cluster runs, and the inventory wants what it must not become
   */
  public static void refuseChange(Inventory inventory, ClusterFacts facts) {
    VersionMatrix matrix = VersionMatrix.of(inventory, facts);
    List<Difference> differences = differences(inventory, matrix);
    if (!differences.isEmpty()) {
      throw new VersionsRefused(differences, mixed(matrix), matrix.use());
    }
  }

  /**
   * For a journey that brings no version to any node: a cluster that is half changed must not keep
   * a dead node from leaving. A version that no node runs is an error all the same.
   *
   * @throws VersionsRefused when it is
   */
  public static void refuseStray(Inventory inventory, ClusterFacts facts) {
    VersionMatrix matrix = VersionMatrix.of(inventory, facts);
    List<Difference> differences =
        differences(inventory, matrix).stream()
            .filter(d -> !d.runs().containsKey(d.wanted()))
            .filter(d -> !isHalfOfKubernetes(d, inventory, matrix))
            .toList();
    if (!differences.isEmpty()) {
      throw new VersionsRefused(differences, mixed(matrix), matrix.use());
    }
  }

  /** Whether some other program of Kubernetes runs what is wanted: then it is half changed. */
  private static boolean isHalfOfKubernetes(
      Difference difference, Inventory inventory, VersionMatrix matrix) {
    List<Program> programs =
        Arrays.stream(Program.values())
            .filter(p -> p.setting() == Setting.KUBERNETES_VERSION)
            .toList();
    return difference
            .wanted()
            .equals(String.valueOf(Version.parse(inventory.versions().kubernetes())))
        && programs.stream().anyMatch(p -> difference.component().contains(p.title()))
        && programs.stream().anyMatch(p -> texts(matrix.inUse(p)).containsKey(difference.wanted()));
  }

  /**
   * For nodes that join: there has to be one version to join with.
   *
   * @param matrix of the nodes that are there
   * @throws VersionsRefused when the inventory wants another, or the nodes differ
   */
  public static void refuseJoining(Inventory inventory, VersionMatrix matrix) {
    List<Difference> differences = differences(inventory, matrix);
    if (!differences.isEmpty()) {
      throw new VersionsRefused(differences, mixed(matrix), matrix.use());
    }
  }

  /** Where nodes get another version than the inventory wants, a sentence each. */
  public static List<String> otherThanWanted(Inventory wanted, Inventory running) {
    Map<Setting, Object> says = SettingValues.of(wanted);
    List<String> words = new ArrayList<>();
    SettingValues.of(running)
        .forEach(
            (setting, value) -> {
              Object written = says.get(setting);
              if (!value.equals(written)) {
                words.add(
                    "Nodes that join get what runs, %s %s; the inventory says %s."
                        .formatted(setting.key(), value, written));
              }
            });
    return words;
  }

  /** What the inventory wants of a cluster that runs, and must not get; empty: nothing. */
  public static List<Difference> differences(Inventory inventory, VersionMatrix matrix) {
    return matrix.isLive() ? new VersionGuard(matrix, inventory).differences() : List.of();
  }

  /** The same as findings of a preflight, and what has to be known beside. */
  public static List<Finding> findings(Inventory inventory, ClusterFacts facts) {
    VersionMatrix matrix = VersionMatrix.of(inventory, facts);
    List<Finding> findings = new ArrayList<>();
    for (Difference d : differences(inventory, matrix)) {
      findings.add(
          Finding.failed(
                  "",
                  Kind.VERSIONS,
                  "Versions",
                  "%s: %s runs, and the inventory wants %s: %s."
                      .formatted(
                          d.component(),
                          d.runs().size() == 1
                              ? d.runs().keySet().iterator().next()
                              : VersionTable.runs(d.runs()),
                          d.wanted(),
                          d.reasons().stream()
                              .map(Reason::words)
                              .collect(Collectors.joining(", "))),
                  "To go on with what runs, want the same versions here. Newer ones come by"
                      + " `quorate upgrade`.")
              .of(d.component()));
    }
    notes(matrix)
        .forEach(
            n ->
                findings.add(
                    Finding.warning(
                        "", Kind.VERSIONS_KNOWN, "Versions", n, "quorate status shows all.")));
    return findings;
  }

  /**
   * What a person has to know of what runs, a sentence each: a cluster that is half changed, node
   * by node, what does not tell its version, and another pod network in the way of the cluster's.
   */
  public static List<String> notes(VersionMatrix matrix) {
    List<String> notes = new ArrayList<>(mixed(matrix));
    notes.addAll(unclear(matrix));
    return notes;
  }

  /** The same without what differs from node to node. */
  public static List<String> unclear(VersionMatrix matrix) {
    List<String> notes = new ArrayList<>();
    for (Program program : Program.values()) {
      List<String> nodes = matrix.untold(program);
      if (!nodes.isEmpty()) {
        notes.add(
            "%s on %s does not tell its version; whether it is the wanted one is not known."
                .formatted(program.title(), VersionTable.names(nodes)));
      }
    }
    matrix
        .strangeNetworks()
        .forEach(
            (file, nodes) ->
                notes.add(
                    "The container runtime of %s takes /etc/cni/net.d/%s before the file of the"
                            .formatted(VersionTable.names(nodes), file)
                        + " cluster's pod network: pods that start get the other network. Remove it"
                        + " unless that is meant."));
    return notes;
  }

  /** What differs from node to node, a sentence for each component; empty: nothing. */
  static List<String> mixed(VersionMatrix matrix) {
    Map<String, List<Program>> same = new LinkedHashMap<>();
    for (Program program : Program.values()) {
      Map<String, List<String>> runs = texts(matrix.inUse(program));
      if (runs.size() > 1) {
        same.computeIfAbsent(VersionTable.runs(runs), k -> new ArrayList<>()).add(program);
      }
    }
    List<String> words = new ArrayList<>();
    same.forEach(
        (runs, programs) ->
            words.add(
                "%s differs from node to node: %s."
                    .formatted(
                        programs.stream().map(Program::title).collect(Collectors.joining(", ")),
                        runs)));
    return words;
  }

  private List<Difference> differences() {
    List<Difference> found = new ArrayList<>(kubernetes());
    for (Program program : List.of(Program.ETCD, Program.CONTAINERD, Program.DOCKER)) {
      add(found, program.title(), matrix.inUse(program), wanted(program));
    }
    for (Program program : List.of(Program.RUNC, Program.CNI_PLUGINS)) {
      add(found, program.title(), matrix.inUse(program), wanted(program));
    }
    other(found, "container runtime", NodeVersions::runtime, wanted.runtime(), Reason.RUNTIME);
    other(found, "pod network", NodeVersions::network, network, Reason.POD_NETWORK);
    return found;
  }

  /** One line where all its programs are alike, else one for those that are. */
  private List<Difference> kubernetes() {
    Map<Map<Version, List<String>>, List<Program>> alike = new LinkedHashMap<>();
    Set<Version> all = new LinkedHashSet<>();
    for (Program program : Program.values()) {
      if (program.setting() == Program.KUBELET.setting()) {
        Map<Version, List<String>> runs = matrix.inUse(program);
        all.addAll(runs.keySet());
        alike.computeIfAbsent(runs, k -> new ArrayList<>()).add(program);
      }
    }
    List<Difference> found = new ArrayList<>();
    @Nullable Version version = wanted(Program.KUBELET);
    if (all.size() == 1) {
      add(found, "Kubernetes", Map.of(all.iterator().next(), List.of()), version);
      return found;
    }
    alike.forEach(
        (runs, programs) ->
            add(
                found,
                programs.stream().map(Program::title).collect(Collectors.joining(", ")),
                runs,
                version));
    return found;
  }

  private void add(
      List<Difference> found,
      String component,
      Map<Version, List<String>> runs,
      @Nullable Version version) {
    if (version == null) {
      return;
    }
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    for (Version running : runs.keySet()) {
      reasons.addAll(reasons(component, running, version));
    }
    if (!reasons.isEmpty()) {
      found.add(new Difference(component, texts(runs), version.toString(), reasons));
    }
  }

  private static Set<Reason> reasons(String component, Version runs, Version wanted) {
    boolean minor = runs.major() != wanted.major() || runs.minor() != wanted.minor();
    boolean older = wanted.before(runs);
    boolean newer = runs.before(wanted);
    return switch (component) {
      case "runc", "cni-plugins" -> older ? Set.of(Reason.DOWNGRADE) : Set.of();
      case "containerd", "docker" ->
          older ? Set.of(Reason.DOWNGRADE) : minor ? Set.of(Reason.RUNTIME_SERIES) : Set.of();
      case "etcd" ->
          switch (EtcdSeries.change(runs.toString(), wanted.toString(), newer)) {
            case NONE -> Set.of();
            case PATCH -> Set.of(Reason.PATCH);
            case OLDER_PATCH -> Set.of(Reason.DOWNGRADE);
            case UPGRADE -> EnumSet.of(Reason.DATA_FORMAT);
            case DOWNGRADE -> EnumSet.of(Reason.DOWNGRADE, Reason.DATA_FORMAT);
          };
      default ->
          older
              ? Set.of(Reason.DOWNGRADE)
              : minor ? Set.of(Reason.SKEW) : newer ? Set.of(Reason.PATCH) : Set.of();
    };
  }

  private <T extends Enum<T>> void other(
      List<Difference> found,
      String component,
      Function<NodeVersions, @Nullable T> property,
      T wanted,
      Reason reason) {
    Map<String, List<String>> runs = new LinkedHashMap<>();
    matrix.by(property).forEach((value, nodes) -> runs.put(word(value), nodes));
    if (runs.keySet().stream().anyMatch(r -> !r.equals(word(wanted)))) {
      found.add(new Difference(component, runs, word(wanted), Set.of(reason)));
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static Map<String, List<String>> texts(Map<Version, List<String>> runs) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    runs.forEach((version, nodes) -> texts.put(version.toString(), nodes));
    return texts;
  }

  /** Null when the inventory does not say, or the program is none of the wanted runtime's. */
  private @Nullable Version wanted(Program program) {
    if (isOfAnotherRuntime(program)) {
      return null;
    }
    return switch (program) {
      case KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER, KUBELET, KUBE_PROXY ->
          Version.parse(wanted.kubernetes());
      case ETCD -> Version.parse(wanted.etcd());
      case CONTAINERD -> Version.parse(wanted.containerd());
      case RUNC -> Version.parse(wanted.runc());
      case DOCKER -> Version.parse(wanted.docker());
      case CNI_PLUGINS -> Version.parse(wanted.cniPlugins());
    };
  }

  private boolean isOfAnotherRuntime(Program program) {
    Predicate<ContainerRuntime> has = r -> r.programs().contains(program.title());
    return ContainerRuntime.all().stream().anyMatch(has)
        && !has.test(ContainerRuntime.of(wanted.runtime()));
  }

  /**
   * The inventory with the versions that run instead of its own, for nodes that join, and for the
   * inventory's file. Where nodes differ, the one is taken that the fewest nodes would refuse, and
   * the newer of two; of Kubernetes the API servers', than which no kubelet may be newer.
   */
  public static Inventory running(Inventory inventory, VersionMatrix matrix) {
    Inventory.Versions v = inventory.versions();
    Runtime runtime = most(matrix.by(NodeVersions::runtime), v.runtime());
    Cni cni = most(matrix.by(NodeVersions::network), inventory.network().cni());
    Set<String> used = ContainerRuntime.of(runtime).programs();
    boolean docker = used.contains(Program.DOCKER.title());
    Inventory.Versions running =
        new Inventory.Versions(
            running(
                matrix, Program.KUBE_APISERVER, running(matrix, Program.KUBELET, v.kubernetes())),
            running(matrix, Program.ETCD, v.etcd()),
            runtime,
            used.contains(Program.CONTAINERD.title())
                ? running(matrix, Program.CONTAINERD, v.containerd())
                : v.containerd(),
            used.contains(Program.RUNC.title())
                ? running(matrix, Program.RUNC, v.runc())
                : v.runc(),
            docker && !v.docker().isEmpty()
                ? running(matrix, Program.DOCKER, v.docker())
                : v.docker(),
            v.criDockerd(),
            running(matrix, Program.CNI_PLUGINS, v.cniPlugins()),
            v.calico(),
            v.coredns(),
            v.pauseImage());
    return inventory.withVersions(running).withNetwork(inventory.network().withCni(cni));
  }

  /**
   * What {@link #running} would have to guess, a sentence each: most of the nodes have to run a
   * version, or none may refuse it. The kubelets count only where no API server answers.
   */
  public static List<String> undecided(VersionMatrix matrix) {
    Program kubernetes =
        matrix.inUse(Program.KUBE_APISERVER).isEmpty() ? Program.KUBELET : Program.KUBE_APISERVER;
    List<String> words = new ArrayList<>();
    for (Program program :
        List.of(
            kubernetes,
            Program.ETCD,
            Program.CONTAINERD,
            Program.DOCKER,
            Program.RUNC,
            Program.CNI_PLUGINS)) {
      Map<Version, List<String>> runs = matrix.inUse(program);
      Version best = best(program, runs);
      if (best != null && refusing(program, runs, best) > 0 && !isOfMost(runs, best)) {
        words.add(program.title() + ": " + VersionTable.runs(texts(runs)) + ".");
      }
    }
    undecided(words, "container runtime", matrix.by(NodeVersions::runtime));
    undecided(words, "pod network", matrix.by(NodeVersions::network));
    return words;
  }

  private static <T extends Enum<T>> void undecided(
      List<String> words, String component, Map<T, List<String>> runs) {
    if (!runs.isEmpty() && runs.keySet().stream().noneMatch(v -> isOfMost(runs, v))) {
      Map<String, List<String>> texts = new LinkedHashMap<>();
      runs.forEach((value, nodes) -> texts.put(word(value), nodes));
      words.add(component + ": " + VersionTable.runs(texts) + ".");
    }
  }

  private static <T> boolean isOfMost(Map<T, List<String>> runs, T value) {
    int all = runs.values().stream().mapToInt(List::size).sum();
    return 2 * runs.getOrDefault(value, List.of()).size() > all;
  }

  /** Of which component no node that answers tells a version, a sentence each. */
  public static List<String> unseen(Inventory inventory, VersionMatrix matrix) {
    boolean docker = !matrix.inUse(Program.DOCKER).isEmpty();
    List<String> words = new ArrayList<>();
    if (matrix.inUse(Program.KUBE_APISERVER).isEmpty()) {
      words.add("No node that answers runs an API server: for Kubernetes the kubelets count.");
    }
    Stream.of(
            Program.ETCD,
            docker ? Program.DOCKER : Program.CONTAINERD,
            docker ? Program.CNI_PLUGINS : Program.RUNC,
            Program.CNI_PLUGINS)
        .distinct()
        .filter(p -> matrix.inUse(p).isEmpty())
        .map(
            p ->
                "No node that answers tells which %s runs: %s stays %s."
                    .formatted(
                        p.title(), p.setting().key(), SettingValues.of(inventory).get(p.setting())))
        .forEach(words::add);
    return words;
  }

  private static String running(VersionMatrix matrix, Program program, String otherwise) {
    Version best = best(program, matrix.inUse(program));
    return best == null || best.equals(Version.parse(otherwise)) ? otherwise : best.toString();
  }

  private static @Nullable Version best(Program program, Map<Version, List<String>> runs) {
    Version best = null;
    for (Version version : runs.keySet()) {
      int less =
          best == null ? -1 : refusing(program, runs, version) - refusing(program, runs, best);
      if (best == null || less < 0 || less == 0 && best.before(version)) {
        best = version;
      }
    }
    return best;
  }

  /** How many nodes would refuse a version. */
  private static int refusing(Program program, Map<Version, List<String>> runs, Version wanted) {
    return runs.entrySet().stream()
        .filter(e -> !reasons(program.title(), e.getKey(), wanted).isEmpty())
        .mapToInt(e -> e.getValue().size())
        .sum();
  }

  private static <T> T most(Map<T, List<String>> runs, T otherwise) {
    T most = otherwise;
    int best = 0;
    for (var entry : runs.entrySet()) {
      if (entry.getValue().size() > best) {
        most = entry.getKey();
        best = entry.getValue().size();
      }
    }
    return most;
  }

  /** Whether the matrix has the programs of Kubernetes or etcd in more than one version. */
  public static boolean isHalfChanged(VersionMatrix matrix) {
    Set<Version> kubernetes = new LinkedHashSet<>();
    for (Program program : Program.values()) {
      if (program.setting() == Program.KUBELET.setting()) {
        kubernetes.addAll(matrix.inUse(program).keySet());
      }
    }
    Collection<Version> etcd = matrix.inUse(Program.ETCD).keySet();
    return kubernetes.size() > 1 || etcd.size() > 1;
  }
}
