package io.quorate.recipe.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.release.Version;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterStatus.ProgramVersion;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.ContainerRuntime;
import io.quorate.platform.PodNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which versions a live cluster has: each program on each node, as it runs and as it lies on disk.
 *
 * @param nodes in the inventory's order; only those of which something is known
 * @param etcdCluster the version by which etcd's members speak and store, the lowest of any
 *     master's answer; null when none told
 * @param use whether anybody uses the cluster
 */
public record VersionMatrix(
    List<NodeVersions> nodes, @Nullable Version etcdCluster, ClusterUse use) {

  /** What has a version of its own. */
  public enum Program {
    KUBE_APISERVER("kube-apiserver", Setting.KUBERNETES_VERSION),
    KUBE_CONTROLLER_MANAGER("kube-controller-manager", Setting.KUBERNETES_VERSION),
    KUBE_SCHEDULER("kube-scheduler", Setting.KUBERNETES_VERSION),
    KUBELET("kubelet", Setting.KUBERNETES_VERSION),
    KUBE_PROXY("kube-proxy", Setting.KUBERNETES_VERSION),
    ETCD("etcd", Setting.ETCD_VERSION),
    CONTAINERD("containerd", Setting.CONTAINERD_VERSION),
    DOCKER("docker", Setting.DOCKER_VERSION),
    RUNC("runc", Setting.RUNC_VERSION),
    CNI_PLUGINS("cni-plugins", Setting.CNI_PLUGINS_VERSION);

    private final String name;
    private final Setting setting;

    Program(String name, Setting setting) {
      this.name = name;
      this.setting = setting;
    }

    /** As its project names it. */
    public String title() {
      return name;
    }

    /** Which setting of the inventory says its version. */
    public Setting setting() {
      return setting;
    }

    /** Whether it runs for each use only, and what lies on disk is what is in use. */
    boolean isCalled() {
      return this == RUNC || this == CNI_PLUGINS;
    }

    static Optional<Program> of(String name) {
      for (Program program : values()) {
        if (program.name.equals(name)) {
          return Optional.of(program);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * One program on one node.
   *
   * @param up whether it runs
   * @param runs null when it does not run, or does not tell
   * @param onDisk what a restart would bring; null when it is not there, or does not tell
   */
  public record Cell(boolean up, @Nullable Version runs, @Nullable Version onDisk) {

    /** What counts: what runs, or what would. */
    public @Nullable Version inUse() {
      return up && runs != null ? runs : onDisk;
    }

    /** The older of what runs and what a restart would bring. */
    public @Nullable Version oldest() {
      Version used = inUse();
      return used == null || onDisk == null || used.before(onDisk) ? used : onDisk;
    }

    /** The newer of the two. */
    public @Nullable Version newest() {
      Version used = inUse();
      return used == null || onDisk == null || onDisk.before(used) ? used : onDisk;
    }
  }

  /**
   * What one node has.
   *
   * @param serves whether it takes part in the cluster: a kubelet or etcd runs, or etcd has data
   * @param etcdData whether etcd has data there
   * @param runtime which the kubelet uses; null when no kubelet runs, or it does not show
   * @param network the pods' network; null when none is set up, or it is neither of ours
   * @param before files of others that the runtime takes instead of that network's own
   */
  public record NodeVersions(
      String node,
      Map<Program, Cell> cells,
      boolean serves,
      boolean etcdData,
      @Nullable Runtime runtime,
      @Nullable Cni network,
      List<String> before) {
    public NodeVersions {
      before = List.copyOf(before);
      cells = Map.copyOf(cells);
    }

    /** Whether a program lies there, and does not run. */
    public boolean isDown(Program program) {
      Cell cell = cells.get(program);
      return cell != null && !cell.up();
    }

    /** Whether something that every node runs lies there, and does not run. */
    public boolean isNodeDown(Runtime used) {
      return isDown(Program.KUBELET)
          || isDown(Program.KUBE_PROXY)
          || (used == Runtime.CONTAINERD && isDown(Program.CONTAINERD));
    }

    /**
     * Whether a program is older than wanted, or a restart would bring an older one, or it does not
     * tell, or is not there.
     */
    public boolean isBehind(Program program, String wanted) {
      return isBehind(program, Version.parse(wanted));
    }

    /**
     * The same of a version that was read before.
     *
     * @param target null: every program is behind
     */
    public boolean isBehind(Program program, @Nullable Version target) {
      Cell cell = cells.get(program);
      Version there = cell == null ? null : cell.oldest();
      return there == null || target == null || there.before(target);
    }

    /**
     * Whether a program is newer than wanted, or a restart would bring a newer one, or it does not
     * tell.
     *
     * @param target null: every program that is there is ahead
     */
    public boolean isAhead(Program program, @Nullable Version target) {
      Cell cell = cells.get(program);
      Version there = cell == null ? null : cell.newest();
      return cell != null && (there == null || target == null || target.before(there));
    }
  }

  /** Multus comes first on purpose, and gives pods the network of the next file. */
  private static final String DELEGATES = "multus";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The first of a line; what a distribution adds behind a plus or a tilde is left out. */
  private static final Pattern VERSION =
      Pattern.compile("(?<![\\w.])v?(\\d+\\.\\d+\\.\\d+(?:-(?:alpha|beta|rc)[0-9A-Za-z.]*)?)");

  public VersionMatrix {
    nodes = List.copyOf(nodes);
  }

  /**
   * @param facts with the answers to {@link VersionProbe}'s questions
   */
  public static VersionMatrix of(Inventory inventory, ClusterFacts facts) {
    Map<String, ApiNode> api = new HashMap<>();
    facts.nodes().values().stream()
        .map(NodeFacts::view)
        .filter(Objects::nonNull)
        .map(MasterView::nodes)
        .filter(Objects::nonNull)
        .flatMap(Collection::stream)
        .forEach(n -> api.putIfAbsent(n.name(), n));
    List<NodeVersions> nodes = new ArrayList<>();
    Version lowest = null;
    Cni asked = asked(facts);
    for (Host host : inventory.hosts()) {
      NodeFacts found = facts.nodes().get(host.name());
      String record = found == null ? null : found.records().get(VersionProbe.SCRIPT);
      if (record != null) {
        Answer answer = new Answer(record, asked);
        nodes.add(answer.node(host.name()));
        Version cluster = answer.etcdCluster();
        lowest = lowest == null || cluster != null && cluster.before(lowest) ? cluster : lowest;
      } else if (api.containsKey(host.name())) {
        silent(api.get(host.name())).ifPresent(nodes::add);
      }
    }
    return new VersionMatrix(nodes, lowest, ClusterUse.of(inventory, facts));
  }

  /**
   * A network whose files no node can tell from others', by the record of what was asked for: null
   * where there is none.
   */
  private static @Nullable Cni asked(ClusterFacts facts) {
    return facts.nodes().values().stream()
        .map(f -> f.records().get(VersionProbe.SCRIPT))
        .filter(Objects::nonNull)
        .map(record -> new Answer(record, null).asked)
        .filter(c -> c == Cni.MANIFESTS)
        .findFirst()
        .orElse(null);
  }

  /** A node that does not answer: what its kubelet last told the API. */
  private static Optional<NodeVersions> silent(ApiNode node) {
    return Optional.ofNullable(version(node.kubelet()))
        .map(
            v ->
                new NodeVersions(
                    node.name(),
                    Map.of(Program.KUBELET, new Cell(true, v, null)),
                    true,
                    false,
                    null,
                    null,
                    List.of()));
  }

  /** Whether a cluster is there to be guarded. */
  public boolean isLive() {
    return nodes.stream().anyMatch(NodeVersions::serves);
  }

  /** Only these nodes. */
  public VersionMatrix only(Collection<String> names) {
    return new VersionMatrix(
        nodes.stream().filter(n -> names.contains(n.node())).toList(), etcdCluster, use);
  }

  /** The version that is in use, to the nodes that have it; those that do not tell are left out. */
  public Map<Version, List<String>> inUse(Program program) {
    Map<Version, List<String>> nodes = new LinkedHashMap<>();
    each(program)
        .forEach(
            (node, cell) -> {
              Version version = cell.inUse();
              if (version != null) {
                nodes.computeIfAbsent(version, v -> new ArrayList<>()).add(node);
              }
            });
    return nodes;
  }

  /** By their names. */
  public Map<String, NodeVersions> byName() {
    Map<String, NodeVersions> byName = new HashMap<>();
    nodes.forEach(n -> byName.put(n.node(), n));
    return byName;
  }

  /** Nodes on which the program runs, and does not tell which version it is. */
  List<String> untold(Program program) {
    List<String> nodes = new ArrayList<>();
    each(program)
        .forEach(
            (node, cell) -> {
              if (cell.up() && cell.runs() == null) {
                nodes.add(node);
              }
            });
    return nodes;
  }

  /** A runtime that runs before the kubelet ever did may be the distribution's, and not ours. */
  private static boolean isForeign(Program program, Cell cell, NodeVersions node) {
    Cell kubelet = node.cells().get(Program.KUBELET);
    boolean used = kubelet != null && kubelet.up();
    return (program == Program.CONTAINERD || program == Program.DOCKER) && cell.up() && !used;
  }

  /** Whether something was made by it though it does not run: a pod, or data. */
  private boolean isDependedOn(Program program, NodeVersions node) {
    return use == ClusterUse.EMPTY
        ? program == Program.ETCD && node.etcdData()
        : program.isCalled() || node.etcdData();
  }

  /** By nodes that serve. A program that does not run counts where something depends on it. */
  private Map<String, Cell> each(Program program) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    for (NodeVersions node : nodes) {
      Cell cell = node.cells().get(program);
      boolean counts =
          cell != null
              && (cell.up() || isDependedOn(program, node))
              && node.serves()
              && !isForeign(program, cell, node);
      if (counts) {
        cells.put(node.node(), cell);
      }
    }
    return cells;
  }

  /** Files of others by which pods get another network than the cluster's, to the nodes. */
  Map<String, List<String>> strangeNetworks() {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (NodeVersions node : nodes) {
      node.before().forEach(f -> files.computeIfAbsent(f, k -> new ArrayList<>()).add(node.node()));
    }
    return files;
  }

  /** All of it, program by program. */
  List<ProgramVersion> programs() {
    List<ProgramVersion> all = new ArrayList<>();
    for (Program program : Program.values()) {
      for (NodeVersions node : nodes) {
        Cell cell = node.cells().get(program);
        if (cell != null) {
          all.add(
              new ProgramVersion(
                  program.title(), node.node(), text(cell.runs()), text(cell.onDisk())));
        }
      }
    }
    return all;
  }

  private static String text(@Nullable Version version) {
    return version == null ? "" : version.toString();
  }

  /** A setting of which nodes have their own, such as the runtime, to the nodes. */
  <T> Map<T, List<String>> by(Function<NodeVersions, @Nullable T> property) {
    Map<T, List<String>> found = new LinkedHashMap<>();
    for (NodeVersions node : nodes) {
      T value = node.serves() ? property.apply(node) : null;
      if (value != null) {
        found.computeIfAbsent(value, v -> new ArrayList<>()).add(node.node());
      }
    }
    return found;
  }

  /** The first version in a program's words; null when there is none. */
  static @Nullable Version version(String text) {
    Matcher matcher = VERSION.matcher(text);
    return matcher.find() ? Version.parse(matcher.group(1)) : null;
  }

  /** The records of one node. */
  private static final class Answer {
    private final Map<String, String> records = new HashMap<>();
    private final Map<String, String> disk = new HashMap<>();
    private final Map<String, String> runs = new HashMap<>();
    private final Map<String, JsonNode> answers = new HashMap<>();
    private boolean data;
    private @Nullable String endpoint;
    private final List<String> networks = new ArrayList<>();
    private final @Nullable Cni whole;
    private @Nullable Cni asked;

    /**
     * @param whole the network of all nodes, whatever the files are called; null: these tell it
     */
    Answer(String text, @Nullable Cni whole) {
      this.whole = whole;
      for (String line : text.lines().toList()) {
        String[] word = line.split(" ", 3);
        String name = word.length > 1 ? word[1] : "";
        String rest = word.length > 2 ? word[2] : "";
        switch (word[0]) {
          case "record" -> records.put(name, rest);
          case "disk" -> disk.put(name, rest);
          case "runs" -> runs.put(name, rest);
          case "answer" -> answers.put(name, json(rest));
          case "data" -> data = true;
          case "endpoint" -> endpoint = name;
          case "asked" -> asked = cni(rest);
          case "network" -> networks.add(line.substring("network ".length()));
          default -> {}
        }
      }
    }

    private static JsonNode json(String text) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        return JSON.missingNode();
      }
    }

    NodeVersions node(String name) {
      Map<Program, Cell> cells = new EnumMap<>(Program.class);
      for (Program program : Program.values()) {
        boolean up = runs.containsKey(program.title());
        Version onDisk = onDisk(program);
        if (up || onDisk != null) {
          cells.put(program, new Cell(up, up ? running(program) : null, onDisk));
        }
      }
      boolean serves = runs.containsKey("kubelet") || runs.containsKey("etcd") || data;
      return new NodeVersions(name, cells, serves, data, runtime(), network(), before());
    }

    /** What the program says; one that does not tell is what was put there. */
    private @Nullable Version onDisk(Program program) {
      String said = disk.get(program.title());
      Version version = said == null ? null : version(said);
      return version == null && said != null
          ? version(records.getOrDefault(program.title(), ""))
          : version;
    }

    /** A server's own answer comes first. */
    private @Nullable Version running(Program program) {
      String answer =
          switch (program) {
            case KUBE_APISERVER -> answered("api", "gitVersion");
            case ETCD -> answered("etcd", "etcdserver");
            default -> "";
          };
      Version version = version(answer);
      return version == null ? version(runs.getOrDefault(program.title(), "")) : version;
    }

    private String answered(String server, String field) {
      JsonNode answer = answers.get(server);
      return answer == null ? "" : answer.path(field).asText();
    }

    @Nullable Version etcdCluster() {
      return version(answered("etcd", "etcdcluster"));
    }

    private @Nullable Runtime runtime() {
      String given = endpoint;
      return given == null || !runs.containsKey("kubelet")
          ? null
          : ContainerRuntime.all().stream()
              .filter(r -> r.serves(given, runs.keySet()))
              .findFirst()
              .map(ContainerRuntime::runtime)
              .orElse(null);
    }

    private static @Nullable Cni cni(String name) {
      return Arrays.stream(Cni.values())
          .filter(c -> c.name().equalsIgnoreCase(name))
          .findFirst()
          .orElse(null);
    }

    private @Nullable Cni network() {
      if (whole != null) {
        return networks.isEmpty() ? null : whole;
      }
      return networks.stream().map(Answer::own).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private List<String> before() {
      return whole != null || network() == null
          ? List.of()
          : networks.stream()
              .takeWhile(file -> own(file) == null)
              .filter(file -> !file.contains(DELEGATES))
              .toList();
    }

    /** The network whose file it is; null when it is somebody else's. */
    private static @Nullable Cni own(String file) {
      return PodNetwork.all().stream()
          .filter(n -> n.owns(file))
          .findFirst()
          .map(PodNetwork::cni)
          .orElse(null);
    }
  }
}
