package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Part;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.inventory.release.Version;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.recipe.upgrade.UpgradeRoll.Down;
import io.quorate.recipe.upgrade.UpgradeRoll.Kind;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The turns of an {@link UpgradeRoll}, as far as they have been thought of. */
final class UpgradeOrder {
  static final List<Program> CONTROL_PLANE =
      List.of(Program.KUBE_APISERVER, Program.KUBE_CONTROLLER_MANAGER, Program.KUBE_SCHEDULER);

  private static final List<Program> ON_NODES = List.of(Program.KUBELET, Program.KUBE_PROXY);

  private final List<Host> hosts;
  private final Host lead;
  private final LiveCluster live;
  private final Versions written;
  private final int workersAtOnce;

  /** Null on the way forward. */
  private final @Nullable Rollback rollback;

  private final Map<String, NodeVersions> versions;

  /** Read once: every node is asked for each. */
  private final Map<String, Version> read = new HashMap<>();

  private final Map<String, LiveNode> seen = new HashMap<>();
  private final Map<String, Down> down = new HashMap<>();
  private final List<Turn> turns = new ArrayList<>();
  private Set<String> before = Set.of();

  UpgradeOrder(
      List<Host> hosts,
      Host lead,
      LiveCluster live,
      VersionMatrix matrix,
      Versions written,
      int workersAtOnce,
      @Nullable Rollback rollback) {
    this.rollback = rollback;
    this.hosts = hosts;
    this.lead = lead;
    this.live = live;
    this.written = written;
    this.workersAtOnce = workersAtOnce;
    this.versions = matrix.byName();
    live.nodes().forEach(n -> seen.put(n.name(), n));
    for (Host host : hosts) {
      down.put(
          host.name(),
          Down.of(host, versions.get(host.name()), seen(host).orElse(null), written.runtime()));
    }
  }

  /** In an order in which they may come. */
  List<Turn> turns() {
    return turns;
  }

  /** Ids of the turns for which whatever comes next waits. */
  Set<String> before() {
    return before;
  }

  private Optional<LiveNode> seen(Host host) {
    return Optional.ofNullable(seen.get(host.name()));
  }

  private Down down(Host host) {
    return Objects.requireNonNull(down.get(host.name()));
  }

  private List<Host> masters() {
    return hosts.stream().filter(Host::isMaster).toList();
  }

  void next(Kind kind, String id, Host host, @Nullable Stage stage) {
    turns.add(new Turn(kind, id, host, stage, before));
    before = Set.of(id);
  }

  /** What a run that was cut off has left comes first: nobody else stops while it is away. */
  void begin(UpgradePath path) {
    for (Host host : masters()) {
      if (down(host).etcd() || down(host).controlPlane()) {
        next(Kind.START, StepKind.UPGRADE_START.on(host.name()), host, null);
      }
    }
    // Whoever has a part of what it is to get takes pods when it has all: it comes first.
    Optional<Stage> drained =
        path.stages().stream().filter(s -> s.part() == Part.NODES).findFirst();
    Stage stage = drained.orElse(new Stage(Part.NODES, path.end(), List.of()));
    boolean more = hosts.stream().anyMatch(h -> !h.isMaster() && isBehind(h, stage));
    Set<String> done = new HashSet<>();
    boolean held = false;
    for (Host host : hosts) {
      if (!isConcerned(host) || !isCordoned(host) || isBehind(host, stage)) {
        continue;
      }
      if (seen(host).map(LiveNode::api).isEmpty()) {
        String back = StepKind.UPGRADE_BACK.of(host.name(), lead.name());
        turns.add(new Turn(Kind.BACK, back, host, null, before));
        done.add(back);
        continue;
      }
      boolean canary = more && !held && !host.isMaster();
      before = Set.of(backAgain(stage, host, canary));
      held |= canary;
    }
    before = done.isEmpty() ? before : done;
    if (more && !held && live.apiAnswers()) {
      // One that went first may not have held to the end.
      hosts.stream()
          .filter(h -> !h.isMaster() && isConcerned(h))
          .filter(h -> !isBehind(h, stage) && !isCordoned(h))
          .findFirst()
          .ifPresent(h -> before = Set.of(held(stage, h, before)));
    }
  }

  /**
   * Whoever has its versions and gets no pods has not proved them.
   *
   * @param canary whether others wait until it has held for a while
   * @return the id of the last turn
   */
  private String backAgain(Stage stage, Host host, boolean canary) {
    String back = StepKind.UPGRADE_BACK.of(host.name(), lead.name());
    String node = StepKind.UPGRADE_NODE.of(subject(stage), host.name());
    turns.add(new Turn(Kind.NODE, node, host, notOlder(stage, host, ON_NODES), before));
    turns.add(new Turn(Kind.BACK, back, host, null, Set.of(node)));
    return canary ? held(stage, host, Set.of(back)) : back;
  }

  /** Whether it is cordoned, or nobody tells: then it is asked when an API server runs. */
  private boolean isCordoned(Host host) {
    return seen(host).map(LiveNode::api).map(a -> !a.schedulable()).orElse(!live.apiAnswers());
  }

  void stage(Stage stage) {
    switch (stage.part()) {
      case ETCD -> etcd(stage);
      case CONTROL_PLANE -> controlPlane(stage);
      case NODES -> nodes(stage);
      case ADD_ONS -> next(Kind.ADD_ONS, StepKind.UPGRADE_ADD_ONS.on(lead.name()), lead, stage);
    }
  }

  /** The leader comes last: leadership moves once, to a member that is new already. */
  private void etcd(Stage stage) {
    String version = stage.versions().etcd();
    masters().stream()
        .filter(this::isConcerned)
        .filter(h -> isBehind(Program.ETCD, h, version))
        .sorted(Comparator.comparing(this::leads))
        .forEach(h -> next(Kind.ETCD, StepKind.UPGRADE_ETCD.of(version, h.name()), h, stage));
  }

  private boolean leads(Host host) {
    return seen(host).flatMap(LiveNode::etcd).map(LiveNode.Member::leader).orElse(false);
  }

  private void controlPlane(Stage stage) {
    String version = stage.versions().kubernetes();
    for (Host host : masters().stream().filter(this::isConcerned).toList()) {
      if (CONTROL_PLANE.stream().anyMatch(p -> isBehind(p, host, version))) {
        String id = StepKind.UPGRADE_CONTROL_PLANE.of(version, host.name());
        next(Kind.CONTROL_PLANE, id, host, notOlder(stage, host, CONTROL_PLANE));
      }
    }
  }

  /** Whether a host is to be brought anywhere. */
  private boolean isConcerned(Host host) {
    return rollback == null || rollback.concerns(host);
  }

  /**
   * Whether a program is older than wanted on a host, or on the way back newer, or does not tell.
   */
  private boolean isBehind(Program program, Host host, String wanted) {
    NodeVersions known = versions.get(host.name());
    return known == null
        || (rollback == null
            ? known.isBehind(program, version(wanted))
            : known.isAhead(program, version(wanted)));
  }

  private @Nullable Version version(String text) {
    return read.computeIfAbsent(text, Version::parse);
  }

  private void nodes(Stage stage) {
    for (Batch batch : batches(stage)) {
      Set<String> done = new HashSet<>();
      for (Host host : batch.hosts()) {
        String back = node(stage, host);
        done.add(batch.canary() ? held(stage, host, Set.of(back)) : back);
      }
      before = done;
    }
    if (rollback != null || !stage.versions().pauseImage().equals(written.pauseImage())) {
      settings(stage);
    }
  }

  /** Of the pause image nobody tells which one is set: a run that was cut off may have done so. */
  private void settings(Stage stage) {
    Set<String> proved = turns.stream().map(Turn::id).collect(Collectors.toSet());
    List<List<Host>> batches = new ArrayList<>();
    List<Host> workers = new ArrayList<>();
    for (Host host : hosts) {
      boolean due = !proved.contains(StepKind.UPGRADE_NODE.of(subject(stage), host.name()));
      if (due && isConcerned(host) && !isBehind(host, stage)) {
        if (host.isMaster()) {
          batches.add(List.of(host));
        } else {
          workers.add(host);
        }
      }
    }
    // Their runtime starts again: never on all at once.
    if (!workers.isEmpty()) {
      batches.add(workers.subList(0, 1));
      batches.addAll(several(workers.subList(1, workers.size())));
    }
    for (List<Host> batch : batches) {
      Set<String> done = new HashSet<>();
      for (Host host : batch) {
        String id = StepKind.UPGRADE_NODE.of(subject(stage), host.name());
        turns.add(new Turn(Kind.NODE, id, host, notOlder(stage, host, ON_NODES), before));
        done.add(id);
      }
      before = done;
    }
  }

  /**
   * A stage as it is on a host: where a run was cut off, that has a part of a later one, and gets
   * nothing older.
   *
   * @param programs of Kubernetes that the stage changes
   */
  private Stage notOlder(Stage stage, Host host, List<Program> programs) {
    if (rollback != null) {
      return stage;
    }
    Versions v = stage.versions();
    String kubernetes = v.kubernetes();
    for (Program program : programs) {
      kubernetes = newest(kubernetes, host, program);
    }
    return new Stage(
        stage.part(),
        new Versions(
            kubernetes,
            v.etcd(),
            v.runtime(),
            newest(v.containerd(), host, Program.CONTAINERD),
            newest(v.runc(), host, Program.RUNC),
            v.docker(),
            v.criDockerd(),
            newest(v.cniPlugins(), host, Program.CNI_PLUGINS),
            v.calico(),
            v.coredns(),
            v.pauseImage()),
        stage.through());
  }

  private String newest(String wanted, Host host, Program program) {
    NodeVersions known = versions.get(host.name());
    Cell cell = known == null ? null : known.cells().get(program);
    Version there = cell == null ? null : cell.onDisk();
    Version target = version(wanted);
    return there == null || target == null || there.before(target) ? wanted : there.toString();
  }

  /**
   * Who is drained together.
   *
   * @param canary whether it goes before others, which wait until it has held for a while
   */
  private record Batch(List<Host> hosts, boolean canary) {
    static Batch of(Host host) {
      return new Batch(List.of(host), false);
    }
  }

  /** Masters one by one, of the workers first one, then several. */
  private List<Batch> batches(Stage stage) {
    List<Batch> batches = new ArrayList<>();
    List<Host> workers = new ArrayList<>();
    // Whom a run that was cut off left down, or cordoned, gives no place to pods: it comes before
    // others go.
    List<Host> concerned = hosts.stream().filter(this::isConcerned).toList();
    concerned.stream().filter(h -> down(h).node()).forEach(h -> batches.add(Batch.of(h)));
    concerned.stream()
        .filter(h -> !down(h).node() && isCordoned(h) && isBehind(h, stage))
        .forEach(h -> batches.add(Batch.of(h)));
    for (Host host : concerned) {
      if (down(host).node() || isCordoned(host) || !isBehind(host, stage)) {
        continue;
      }
      if (host.isMaster()) {
        batches.add(Batch.of(host));
      } else {
        workers.add(host);
      }
    }
    if (!workers.isEmpty()) {
      // The first worker shows alone whether it works.
      batches.add(new Batch(workers.subList(0, 1), workers.size() > 1));
      zones(workers).forEach(zone -> several(zone).forEach(b -> batches.add(new Batch(b, false))));
    }
    return batches;
  }

  /** The others, zone by zone, that of the first one before the rest: two never lose together. */
  private Collection<List<Host>> zones(List<Host> workers) {
    Map<String, List<Host>> zones = new LinkedHashMap<>();
    zones.put(zone(workers.getFirst()), new ArrayList<>());
    for (Host host : workers.subList(1, workers.size())) {
      zones.computeIfAbsent(zone(host), z -> new ArrayList<>()).add(host);
    }
    return zones.values();
  }

  private String zone(Host host) {
    return seen(host).map(LiveNode::api).map(ApiNode::zone).orElse("");
  }

  private List<List<Host>> several(List<Host> hosts) {
    List<List<Host>> batches = new ArrayList<>();
    for (int at = 0; at < hosts.size(); at += workersAtOnce) {
      batches.add(hosts.subList(at, Math.min(hosts.size(), at + workersAtOnce)));
    }
    return batches;
  }

  /** The turn in which a node holds; its id. */
  private String held(Stage stage, Host host, Set<String> after) {
    String hold = StepKind.UPGRADE_HOLD.of(host.name() + "-" + subject(stage), lead.name());
    turns.add(new Turn(Kind.HOLD, hold, host, stage, after));
    return hold;
  }

  private boolean isBehind(Host host, Stage stage) {
    Versions v = stage.versions();
    return down(host).node()
        || v.runtime() == Runtime.CONTAINERD && isBehind(Program.CONTAINERD, host, v.containerd())
        || isBehind(Program.KUBELET, host, v.kubernetes())
        || isBehind(Program.KUBE_PROXY, host, v.kubernetes())
        || isBehind(Program.RUNC, host, v.runc())
        || isBehind(Program.CNI_PLUGINS, host, v.cniPlugins());
  }

  /** The three turns of a node; the id of the last. */
  private String node(Stage stage, Host host) {
    String subject = subject(stage);
    String about = host.name() + "-" + subject;
    String drain = StepKind.UPGRADE_DRAIN.of(about, lead.name());
    String node = StepKind.UPGRADE_NODE.of(subject, host.name());
    String back = StepKind.UPGRADE_BACK.of(about, lead.name());
    turns.add(new Turn(Kind.DRAIN, drain, host, stage, before));
    turns.add(new Turn(Kind.NODE, node, host, notOlder(stage, host, ON_NODES), Set.of(drain)));
    turns.add(new Turn(Kind.BACK, back, host, stage, Set.of(node)));
    return back;
  }

  private static String subject(Stage stage) {
    return stage.versions().kubernetes()
        + (stage.through().isEmpty() ? "" : "-containerd-" + stage.through().getLast());
  }
}
