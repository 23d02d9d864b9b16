package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.NoPath;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.inventory.release.UpgradePath.Wanted;
import io.quorate.inventory.release.Version;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.cluster.ClusterUse;
import io.quorate.recipe.cluster.KeptPrograms;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.UptimeRecord;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.recipe.cluster.VersionRanges;
import io.quorate.recipe.cluster.WayBack;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as small as it can be: which version of each program lies on each node and which runs,
 * who is cordoned, and who leads etcd. Turns of a roll change it in the moves in which the real
 * operations do.
 */
final class UpgradeModel {

  private static final List<Program> CONTROL_PLANE =
      List.of(Program.KUBE_APISERVER, Program.KUBE_CONTROLLER_MANAGER, Program.KUBE_SCHEDULER);
  private static final List<Program> ON_NODES = List.of(Program.KUBELET, Program.KUBE_PROXY);
  private static final Version SKEW_OF_THREE = new Version(1, 25, 0, "");
  private static final Version ETCD_36 = new Version(3, 6, 0, "");
  private static final Version ETCD_37 = new Version(3, 7, 0, "");
  private static final Version BEFORE_36 = new Version(3, 5, 32, "");
  private static final Version BEFORE_37 = new Version(3, 6, 11, "");
  private static final ClusterHealth HEALTH =
      new ClusterHealth(ClusterHealth.Verdict.HEALTHY, true, "", "", List.of());

  /** An invariant is broken. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String words) {
      super(words, null, false, false);
    }
  }

  /** What all states of a cluster have in common. */
  record Ground(
      Inventory inventory,
      int masters,
      Wanted wanted,
      Catalogue catalogue,
      int atOnce,
      boolean returns) {

    static Ground of(
        int masters, int workers, Versions from, Versions to, boolean once, int atOnce) {
      List<Host> hosts = new ArrayList<>();
      for (int i = 1; i <= masters + workers; i++) {
        Set<Role> roles = Set.of(i <= masters ? Role.MASTER : Role.WORKER);
        hosts.add(new Host("node-" + i, "10.0.0." + (10 + i), roles));
      }
      Inventory inventory = Fixtures.with(hosts).withVersions(from);
      Wanted wanted = new Wanted(to, Map.of(), once);
      return new Ground(inventory, masters, wanted, Catalogue.load(), atOnce, false);
    }

    /** The same, where what was done is taken back, too. */
    Ground returning() {
      return new Ground(inventory, masters, wanted, catalogue, atOnce, true);
    }

    List<Host> hosts() {
      return inventory.hosts();
    }

    /** Asked for each state, so that it is looked up once. */
    Catalogue.Line line(Version kubernetes) {
      return LINES.computeIfAbsent(
          kubernetes, v -> Objects.requireNonNull(catalogue.line(v.minorLine())));
    }
  }

  /** By Kubernetes' version; all grounds have the catalogue that is shipped. */
  private static final Map<Version, Catalogue.Line> LINES = new ConcurrentHashMap<>();

  private final Ground ground;
  private final @Nullable Version[][] disk;
  private final @Nullable Version[][] runs;

  /** Who is cordoned by the upgrade. */
  private final boolean[] cordoned;

  private int leader;

  /** The minor version that etcd's members speak. */
  private int speaks;

  /** Whether they were told to go back to it. */
  private boolean told;

  private UpgradeModel(
      Ground ground,
      @Nullable Version[][] disk,
      @Nullable Version[][] runs,
      boolean[] cordoned,
      int leader,
      int speaks,
      boolean told) {
    this.speaks = speaks;
    this.told = told;
    this.ground = ground;
    this.disk = disk;
    this.runs = runs;
    this.cordoned = cordoned;
    this.leader = leader;
  }

  /** Everything runs as the inventory says. */
  static UpgradeModel installed(Ground ground, int leader) {
    int size = ground.hosts().size();
    int programs = Program.values().length;
    UpgradeModel model =
        new UpgradeModel(
            ground,
            new Version[size][programs],
            new Version[size][programs],
            new boolean[size],
            leader,
            Objects.requireNonNull(Version.parse(ground.inventory().versions().etcd())).minor(),
            false);
    Versions v = ground.inventory().versions();
    for (int host = 0; host < size; host++) {
      model.install(host, v);
    }
    return model;
  }

  private void install(int host, Versions v) {
    if (isMaster(host)) {
      place(host, Program.ETCD, v.etcd());
      CONTROL_PLANE.forEach(p -> place(host, p, v.kubernetes()));
    }
    ON_NODES.forEach(p -> place(host, p, v.kubernetes()));
    place(host, Program.CONTAINERD, v.containerd());
    place(host, Program.RUNC, v.runc());
    place(host, Program.CNI_PLUGINS, v.cniPlugins());
    for (Program program : Program.values()) {
      runs[host][program.ordinal()] = isCalled(program) ? null : disk[host][program.ordinal()];
    }
  }

  private static boolean isCalled(Program program) {
    return program == Program.RUNC || program == Program.CNI_PLUGINS;
  }

  private boolean isMaster(int host) {
    return host < ground.masters();
  }

  UpgradeModel copy() {
    return new UpgradeModel(
        ground,
        Arrays.stream(disk).map(Version[]::clone).toArray(Version[][]::new),
        Arrays.stream(runs).map(Version[]::clone).toArray(Version[][]::new),
        cordoned.clone(),
        leader,
        speaks,
        told);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UpgradeModel that
        && leader() == that.leader()
        && speaks == that.speaks
        && told == that.told
        && Arrays.equals(cordoned, that.cordoned)
        && Arrays.deepEquals(disk, that.disk)
        && Arrays.deepEquals(runs, that.runs);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.deepHashCode(disk) + Arrays.deepHashCode(runs))
        + 31 * Arrays.hashCode(cordoned)
        + 7 * speaks
        + (told ? 3 : 0)
        + leader();
  }

  /** Who leads says nothing any more where no member will be restarted. */
  private int leader() {
    if (ground.returns()) {
      return leader;
    }
    for (int host = 0; host < ground.masters(); host++) {
      Version runs = runs(host, Program.ETCD);
      if (runs == null || !runs.toString().equals(ground.wanted().versions().etcd())) {
        return leader;
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    StringBuilder words = new StringBuilder("etcd speaks 3." + speaks + (told ? ", told so" : ""));
    words.append('\n');
    for (int host = 0; host < disk.length; host++) {
      words.append(ground.hosts().get(host).name()).append(cordoned[host] ? " (cordoned)" : "");
      words.append(leader == host ? " (leads)" : "");
      for (Program program : Program.values()) {
        Version there = disk[host][program.ordinal()];
        if (there != null && !isCalled(program)) {
          Version now = runs(host, program);
          words.append(' ').append(program.title()).append(' ').append(now);
          words.append(there.equals(now) ? "" : "/" + there);
        }
      }
      words.append('\n');
    }
    return words.toString();
  }

  private @Nullable Version runs(int host, Program program) {
    return runs[host][program.ordinal()];
  }

  private @Nullable Version disk(int host, Program program) {
    return disk[host][program.ordinal()];
  }

  private void place(int host, Program program, String version) {
    disk[host][program.ordinal()] = Objects.requireNonNull(Version.parse(version));
  }

  // What a plan sees.

  private VersionMatrix matrix() {
    List<NodeVersions> nodes = new ArrayList<>();
    for (int host = 0; host < disk.length; host++) {
      Map<Program, Cell> cells = new EnumMap<>(Program.class);
      for (Program program : Program.values()) {
        Version there = disk(host, program);
        if (there != null) {
          Version now = runs(host, program);
          cells.put(program, new Cell(now != null, now, there));
        }
      }
      boolean serves = isMaster(host) || runs(host, Program.KUBELET) != null;
      nodes.add(
          new NodeVersions(
              ground.hosts().get(host).name(),
              cells,
              serves,
              isMaster(host),
              Runtime.CONTAINERD,
              Inventory.Cni.CALICO,
              List.of()));
    }
    return new VersionMatrix(nodes, new Version(3, speaks, 0, ""), ClusterUse.IN_USE);
  }

  private LiveCluster live() {
    boolean quorum = voters() > ground.masters() / 2;
    boolean api = false;
    for (int host = 0; host < ground.masters(); host++) {
      api |= runs(host, Program.KUBE_APISERVER) != null && quorum;
    }
    List<LiveNode> nodes = new ArrayList<>();
    for (int host = 0; host < disk.length; host++) {
      nodes.add(seen(host, quorum, api));
    }
    return new LiveCluster(HEALTH, null, nodes, api);
  }

  private LiveNode seen(int host, boolean quorum, boolean api) {
    Host known = ground.hosts().get(host);
    boolean etcd = runs(host, Program.ETCD) != null;
    LiveNode.Member member =
        isMaster(host)
            ? new LiveNode.Member(
                Integer.toHexString(host), "", false, true, etcd && quorum, leader == host, null)
            : null;
    boolean server = runs(host, Program.KUBE_APISERVER) != null && etcd && quorum;
    ApiNode node =
        api ? new ApiNode(known.name(), "True", null, "", !cordoned[host], "", Set.of()) : null;
    return new LiveNode(
        known.name(),
        known,
        "",
        member,
        node,
        api,
        server ? ApiAnswer.ready() : ApiAnswer.none(),
        runs(host, Program.KUBELET) != null,
        isMaster(host),
        new UptimeRecord(null, null, null));
  }

  private int voters() {
    int voters = 0;
    for (int host = 0; host < ground.masters(); host++) {
      voters += runs(host, Program.ETCD) == null ? 0 : 1;
    }
    return voters;
  }

  /** The way from here. */
  UpgradePath path() {
    try {
      return UpgradePath.of(
          VersionRanges.of(ground.inventory(), matrix()), ground.wanted(), ground.catalogue());
    } catch (NoPath e) {
      throw new Broken("there is no way on: " + e.found());
    }
  }

  /** What would be done from here. */
  UpgradeRoll roll() {
    return UpgradeRoll.of(
        path(),
        ground.hosts(),
        lead(),
        live(),
        matrix(),
        ground.inventory().versions(),
        ground.atOnce());
  }

  private Host lead() {
    Host lead = ground.hosts().getFirst();
    for (int host = ground.masters() - 1; host >= 0; host--) {
      lead = runs(host, Program.ETCD) == null ? lead : ground.hosts().get(host);
    }
    return lead;
  }

  /**
   * What of it can be taken back from here.
   *
   * @param node the only one; empty: all
   * @throws GuardRefused where nothing can
   */
  Rollback rollback(String node) {
    Versions v = ground.inventory().versions();
    Map<String, String> kept = new HashMap<>();
    for (Program program : Program.values()) {
      kept.put(program.title(), v.kubernetes());
    }
    kept.put(Program.ETCD.title(), v.etcd());
    kept.put(Program.CONTAINERD.title(), v.containerd());
    kept.put(Program.RUNC.title(), v.runc());
    kept.put(Program.CNI_PLUGINS.title(), v.cniPlugins());
    Map<String, KeptPrograms> nodes = new HashMap<>();
    ground
        .hosts()
        .forEach(
            h -> nodes.put(h.name(), new KeptPrograms(KeptPrograms.UNDER_WAY, kept, Map.of())));
    return Rollback.of(ground.inventory(), matrix(), new WayBack("", v), nodes, true, node);
  }

  /** What would be done for it. */
  UpgradeRoll roll(Rollback rollback) {
    return UpgradeRoll.back(
        rollback,
        ground.hosts(),
        lead(),
        live(),
        matrix(),
        ground.inventory().versions(),
        ground.atOnce());
  }

  // What turns do.

  /**
   * Does a turn, move by move.
   *
   * @param moved told after each
   */
  void take(Turn turn, Consumer<UpgradeModel> moved) {
    take(turn, false, moved);
  }

  /**
   * The same.
   *
   * @param back whether it is one of a way back
   */
  void take(Turn turn, boolean back, Consumer<UpgradeModel> moved) {
    int host = ground.hosts().indexOf(turn.host());
    switch (turn.kind()) {
      case START -> start(host, moved);
      case ETCD -> etcd(host, turn.ofStage().versions().etcd(), moved);
      case CONTROL_PLANE -> controlPlane(host, turn.ofStage().versions().kubernetes(), back, moved);
      case DRAIN -> {
        cordoned[host] = true;
        moved.accept(this);
      }
      case NODE -> node(host, turn.ofStage(), moved);
      case BACK -> {
        cordoned[host] = false;
        moved.accept(this);
      }
      case HOLD, ADD_ONS -> moved.accept(this);
      case DOWNGRADE -> {
        speaks = Objects.requireNonNull(Version.parse(turn.ofStage().versions().etcd())).minor();
        told = true;
        moved.accept(this);
      }
    }
  }

  /** Stops it if it runs, and starts what lies there; between the two it is away. */
  private void restart(int host, Program program, Consumer<UpgradeModel> moved) {
    Version there = disk(host, program);
    Version before = runs(host, program);
    if (there == null || there.equals(before)) {
      return;
    }
    stop(host, program);
    moved.accept(this);
    if (program == Program.ETCD) {
      hold(
          there.minor() >= speaks,
          "etcd " + there + " does not start where 3." + speaks + " is spoken");
    }
    runs[host][program.ordinal()] = there;
    if (program == Program.ETCD) {
      agree();
    }
    moved.accept(this);
  }

  /**
   * Once all run, the members speak the oldest one's version; told to go back, they stay with that.
   */
  private void agree() {
    int lowest = Integer.MAX_VALUE;
    int highest = 0;
    for (int host = 0; host < ground.masters(); host++) {
      Version one = runs(host, Program.ETCD);
      if (one == null) {
        return;
      }
      lowest = Math.min(lowest, one.minor());
      highest = Math.max(highest, one.minor());
    }
    told &= highest > speaks;
    speaks = told ? speaks : lowest;
  }

  private void stop(int host, Program program) {
    runs[host][program.ordinal()] = null;
    if (program == Program.ETCD && leader == host) {
      leader = other(host);
    }
  }

  /** Another member that runs; the host itself where there is none. */
  private int other(int host) {
    for (int next = 0; next < ground.masters(); next++) {
      if (next != host && runs(next, Program.ETCD) != null) {
        return next;
      }
    }
    return host;
  }

  private void start(int host, Consumer<UpgradeModel> moved) {
    if (runs(host, Program.ETCD) == null) {
      restart(host, Program.ETCD, moved);
    }
    CONTROL_PLANE.forEach(p -> restart(host, p, moved));
  }

  private void etcd(int host, String version, Consumer<UpgradeModel> moved) {
    place(host, Program.ETCD, version);
    moved.accept(this);
    if (Objects.requireNonNull(Version.parse(version)).minor() >= 6) {
      told = false;
    }
    if (leader == host) {
      leader = other(host);
      moved.accept(this);
    }
    if (!Objects.equals(disk(host, Program.ETCD), runs(host, Program.ETCD))) {
      stop(host, Program.KUBE_APISERVER);
      moved.accept(this);
    }
    restart(host, Program.ETCD, moved);
    if (runs(host, Program.KUBE_APISERVER) == null) {
      restart(host, Program.KUBE_APISERVER, moved);
    }
  }

  private void controlPlane(int host, String version, boolean back, Consumer<UpgradeModel> moved) {
    if (back) {
      List<Program> beside = List.of(Program.KUBE_CONTROLLER_MANAGER, Program.KUBE_SCHEDULER);
      for (Program program : beside) {
        place(host, program, version);
        moved.accept(this);
      }
      beside.forEach(p -> restart(host, p, moved));
      place(host, Program.KUBE_APISERVER, version);
      moved.accept(this);
      restart(host, Program.KUBE_APISERVER, moved);
      return;
    }
    for (Program program : CONTROL_PLANE) {
      place(host, program, version);
      moved.accept(this);
    }
    CONTROL_PLANE.forEach(p -> restart(host, p, moved));
  }

  private void node(int host, Stage stage, Consumer<UpgradeModel> moved) {
    Versions v = stage.versions();
    for (String containerd : stage.through()) {
      Version now = disk(host, Program.CONTAINERD);
      Version next = Objects.requireNonNull(Version.parse(containerd));
      if (!containerd.equals(v.containerd()) && now != null && now.before(next)) {
        place(host, Program.CONTAINERD, containerd);
        moved.accept(this);
        restart(host, Program.CONTAINERD, moved);
      }
    }
    ON_NODES.forEach(p -> place(host, p, v.kubernetes()));
    place(host, Program.CNI_PLUGINS, v.cniPlugins());
    moved.accept(this);
    place(host, Program.RUNC, v.runc());
    place(host, Program.CONTAINERD, v.containerd());
    moved.accept(this);
    restart(host, Program.CONTAINERD, moved);
    ON_NODES.forEach(p -> restart(host, p, moved));
  }

  // What has to hold at every moment.

  /**
   * @throws Broken when something does not
   */
  void check() {
    quorum();
    members();
    apiServers();
    for (int host = 0; host < disk.length; host++) {
      node(host);
    }
    int away = 0;
    for (boolean one : cordoned) {
      away += one ? 1 : 0;
    }
    hold(away <= Math.max(1, ground.atOnce()), "too many nodes are cordoned");
  }

  private static void hold(boolean holds, String words) {
    if (!holds) {
      throw new Broken(words);
    }
  }

  private void quorum() {
    int away = ground.masters() - voters();
    hold(away <= 1, "two members are away");
    int servers = 0;
    for (int host = 0; host < ground.masters(); host++) {
      boolean serves =
          runs(host, Program.KUBE_APISERVER) != null && runs(host, Program.ETCD) != null;
      servers += serves ? 1 : 0;
    }
    hold(ground.masters() - servers <= 1, "two masters' API servers are away");
  }

  private void members() {
    Version oldest = null;
    Version newest = null;
    for (int host = 0; host < ground.masters(); host++) {
      Version one = runs(host, Program.ETCD);
      if (one != null) {
        oldest = oldest == null || one.before(oldest) ? one : oldest;
        newest = newest == null || newest.before(one) ? one : newest;
      }
    }
    if (oldest == null || newest == null) {
      return;
    }
    hold(newest.minor() - oldest.minor() <= 1, "etcd's members are two minor versions apart");
    hold(newest.before(ETCD_36) || !oldest.before(BEFORE_36), "etcd 3.6 beside one before 3.5.32");
    hold(newest.before(ETCD_37) || !oldest.before(BEFORE_37), "etcd 3.7 beside one before 3.6.11");
    for (int host = 0; host < ground.masters(); host++) {
      Version server = runs(host, Program.KUBE_APISERVER);
      if (server != null) {
        List<String> allowed = ground.line(server).etcdAllowed();
        hold(
            allowed.contains(oldest.minorLine()) && allowed.contains(newest.minorLine()),
            "API server " + server + " with etcd " + oldest + " to " + newest);
      }
    }
  }

  /** Of what runs and of what a restart of the machine would bring. */
  private void apiServers() {
    for (int host = 0; host < ground.masters(); host++) {
      Version own = runs(host, Program.KUBE_APISERVER);
      for (Program program : List.of(Program.KUBE_CONTROLLER_MANAGER, Program.KUBE_SCHEDULER)) {
        Version beside = runs(host, program);
        if (own != null && beside != null) {
          hold(!own.before(beside), program.title() + " is newer than its API server");
          hold(own.minor() - beside.minor() <= 1, program.title() + " is too old");
        }
      }
      for (Version one : either(host, Program.KUBE_APISERVER)) {
        for (int other = 0; other < host; other++) {
          for (Version two : either(other, Program.KUBE_APISERVER)) {
            hold(Math.abs(one.minor() - two.minor()) <= 1, "API servers are two versions apart");
          }
        }
      }
    }
  }

  private List<Version> either(int host, Program program) {
    Version now = runs(host, program);
    Version there = disk(host, program);
    return now == null || now.equals(there)
        ? there == null ? List.of() : List.of(there)
        : there == null ? List.of(now) : List.of(now, there);
  }

  private void node(int host) {
    for (Program program : ON_NODES) {
      for (Version own : either(host, program)) {
        for (int master = 0; master < ground.masters(); master++) {
          Version server = runs(master, Program.KUBE_APISERVER);
          if (server != null) {
            hold(!server.before(own), program.title() + " is newer than an API server");
          }
          for (Version any : either(master, Program.KUBE_APISERVER)) {
            int skew = own.before(SKEW_OF_THREE) ? 2 : 3;
            hold(any.minor() - own.minor() <= skew, program.title() + " is too old");
          }
        }
      }
    }
    Version kubelet = runs(host, Program.KUBELET);
    Version containerd = runs(host, Program.CONTAINERD);
    // On a drained node the two are started one after the other.
    if (kubelet != null && containerd != null && !cordoned[host]) {
      Catalogue.Line line = ground.line(kubelet);
      Version below = line.containerdBelow();
      hold(
          !containerd.before(line.containerdLeast()) && (below == null || containerd.before(below)),
          "containerd " + containerd + " under kubelet " + kubelet);
    }
  }

  /**
   * What must not change where pods are.
   *
   * @throws Broken when a kubelet or containerd of a node that was not drained became another one
   */
  void checkDrained(UpgradeModel before) {
    for (int host = 0; host < disk.length; host++) {
      for (Program program : List.of(Program.KUBELET, Program.CONTAINERD)) {
        Version was = before.disk(host, program);
        Version now = disk(host, program);
        boolean minor = was != null && now != null && !was.minorLine().equals(now.minorLine());
        hold(!minor || cordoned[host], program.title() + " changes under pods");
      }
    }
  }

  /**
   * @throws Broken when something is not as wanted
   */
  void checkEnd() {
    checkEnd(ground.wanted().versions());
  }

  /**
   * @throws Broken when something is not as it is to be in the end
   */
  void checkEnd(Versions end) {
    UpgradeModel wanted = copy();
    for (int host = 0; host < disk.length; host++) {
      wanted.install(host, end);
      wanted.cordoned[host] = false;
    }
    hold(equals(wanted), "the end is not what was wanted: " + this);
  }
}
