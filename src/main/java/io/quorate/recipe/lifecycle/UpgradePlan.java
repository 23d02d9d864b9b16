package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.plan.ClusterChange.EvictPods;
import io.quorate.plan.ClusterChange.MoveLeader;
import io.quorate.plan.ClusterChange.RestApiServer;
import io.quorate.plan.ClusterChange.ServeApiServer;
import io.quorate.plan.ClusterChange.Uncordon;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.recipe.cluster.VersionProbe;
import io.quorate.recipe.component.BinariesRecipe;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.ClusterRecord;
import io.quorate.recipe.component.CniRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.DnsRecipe;
import io.quorate.recipe.component.EtcdMembers;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.recipe.component.KubeProxyRecipe;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.RuntimeRecipe;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.lifecycle.UpgradeRoll.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Newer versions come to a cluster under its pods, along a path: everything is downloaded, the new
 * programs are asked whether they take their flags, what there was is kept, and then one node after
 * the other is brought further and has to prove it. The first failure stops all that would follow.
 *
 * <p>A node that has a stage's versions already is left alone, so that a run that was cut off goes
 * on where it was.
 */
public final class UpgradePlan {

  /** How long pods may take to leave a node where nobody says otherwise. */
  public static final Duration USUAL_DRAIN = Duration.ofSeconds(300);

  /** Where a node keeps what it was while an upgrade is under way, and after the last one. */
  private static final String KEPT = "/var/lib/quorate/upgrade";

  private static final String LAST = "/var/lib/quorate/before-upgrade";

  private static final String RECORDS = "/var/lib/quorate/";

  /** The record of an upgrade that has begun and not ended: where it leads. */
  private static final String UNDER_WAY = "upgrading";

  /**
   * How it is done.
   *
   * @param workersAtOnce how many workers are drained at a time, at least 1
   * @param drainWithin how long pods may take to leave a node
   * @param force whether pods go that nobody makes anew
   * @param stageOnly whether all is downloaded and asked, and nothing is changed
   */
  public record Options(int workersAtOnce, Duration drainWithin, boolean force, boolean stageOnly) {
    public Options {
      if (workersAtOnce < 1) {
        throw new IllegalArgumentException("at least one worker at a time: " + workersAtOnce);
      }
    }

    /** One worker at a time. */
    public static Options usual() {
      return new Options(1, USUAL_DRAIN, false, false);
    }
  }

  /**
   * What is kept before. Not before what is done again where nobody tells whether it was: what is
   * kept then would be new.
   */
  private static final Set<UpgradeRoll.Kind> CHANGES =
      Set.of(UpgradeRoll.Kind.ETCD, UpgradeRoll.Kind.CONTROL_PLANE, UpgradeRoll.Kind.DRAIN);

  private final Context context;
  private final UpgradePath path;
  private final Options options;
  private final LiveCluster live;
  private final VersionMatrix matrix;
  private final Map<String, NodeVersions> versions;
  private final Host lead;
  private final ClusterPki pki;

  private UpgradePlan(Context context, UpgradePath path, Options options, LiveCluster live) {
    this.context = context;
    this.path = path;
    this.options = options;
    this.live = live;
    this.matrix = VersionMatrix.of(context.inventory(), context.facts());
    this.versions = matrix.byName();
    this.lead = lead(context, live);
    this.pki = ClusterPki.of(context);
  }

  /**
   * @param context the inventory as it is, and the answers to {@link LiveProbe#looks}
   * @throws GuardRefused when the cluster cannot bear that a node is away for a moment
   */
  public static Plan of(Context context, UpgradePath path, Options options) {
    LiveCluster live = LiveCluster.of(context.inventory(), context.facts());
    if (!isOnlyStopped(context, live)) {
      live.refuseUnlessServing();
    }
    return new UpgradePlan(context, path, options, live).plan();
  }

  /**
   * Whether all that is wrong is what a run that was cut off leaves behind, which is begun with: no
   * API server runs, or the only member of etcd does not.
   */
  private static boolean isOnlyStopped(Context context, LiveCluster live) {
    return switch (live.health().verdict()) {
      case API_DOWN -> true;
      case QUORUM_LOST -> context.inventory().masters().size() == 1;
      default -> false;
    };
  }

  /** Who speaks to the API. */
  private static Host lead(Context context, LiveCluster live) {
    return context.inventory().masters().size() == 1
        ? context.lead()
        : AddNodesPlan.lead(context, live);
  }

  /** Whether an upgrade has begun to change nodes, and has not ended. */
  public static boolean isUnderWay(ClusterFacts facts) {
    return facts.nodes().values().stream().anyMatch(f -> f.records().containsKey(UNDER_WAY));
  }

  private Plan plan() {
    UpgradeRoll order =
        UpgradeRoll.of(
            path,
            context.hosts(),
            lead,
            live,
            matrix,
            context.inventory().versions(),
            options.workersAtOnce());
    List<Step> roll = new ArrayList<>();
    Set<String> last = order.last();
    for (Turn turn : order.turns()) {
      List<Step> steps = steps(turn);
      roll.addAll(steps);
      if (turn.kind() == UpgradeRoll.Kind.ADD_ONS) {
        last = steps.stream().map(Step::id).collect(Collectors.toSet());
      }
    }
    boolean changes = order.turns().stream().anyMatch(t -> CHANGES.contains(t.kind()));
    List<Step> prepared = changes ? prepared(roll) : List.of();
    if (options.stageOnly()) {
      return VerifiedDownloads.before(context, asked(prepared), List.of(), roll);
    }
    Selection steps = new Selection();
    steps.all(prepared);
    Set<String> ready = prepared.stream().map(Step::id).collect(Collectors.toSet());
    Set<String> first =
        roll.stream().filter(s -> s.after().isEmpty()).map(Step::id).collect(Collectors.toSet());
    steps.all(roll);
    steps.waits(s -> first.contains(s.id()), ready);
    // Also where the versions run already: a run may have been cut off just before its end.
    Context then = at(path.end());
    steps.all(ClusterRecord.steps(then, last));
    steps.all(ended(last));
    return steps.verified(then);
  }

  private List<Step> steps(Turn turn) {
    return switch (turn.kind()) {
      case START -> List.of(start(turn));
      case ETCD -> List.of(etcd(turn));
      case CONTROL_PLANE -> List.of(controlPlane(turn));
      case DRAIN -> List.of(drain(turn));
      case NODE -> List.of(node(turn));
      case BACK -> List.of(back(turn));
      case ADD_ONS -> addOns(turn);
    };
  }

  private static List<Step> asked(List<Step> prepared) {
    return prepared.stream().filter(StepKind.UPGRADE_ASKED::names).toList();
  }

  private Context at(Versions versions) {
    return new Context(
        context.inventory().withVersions(versions),
        context.facts(),
        context.local(),
        context.now());
  }

  private List<Host> masters() {
    return context.hosts().stream().filter(Host::isMaster).toList();
  }

  // What comes before the first change.

  private List<Step> prepared(List<Step> roll) {
    List<Step> steps = new ArrayList<>();
    for (Host host : context.hosts()) {
      List<Operation> own =
          roll.stream()
              .filter(s -> s.node().equals(host.name()))
              .flatMap(s -> s.operations().stream())
              .toList();
      List<Operation> asked = NewPrograms.asked(own);
      if (!asked.isEmpty()) {
        steps.add(
            new Step(
                StepKind.UPGRADE_ASKED.on(host.name()),
                host.name(),
                Phase.PREPARE,
                "Ask the new programs",
                asked,
                Set.of(),
                Duration.ofMinutes(10)));
      }
    }
    Set<String> all = steps.stream().map(Step::id).collect(Collectors.toSet());
    for (Host host : context.hosts()) {
      steps.add(
          new Step(
              StepKind.UPGRADE_KEPT.on(host.name()),
              host.name(),
              Phase.PREPARE,
              "Keep what runs",
              List.of(
                  AssetScript.of(
                          "what runs is kept in " + KEPT,
                          "upgrade/keep",
                          Map.of(
                              "KEPT",
                              KEPT,
                              "WANTED",
                              wanted(),
                              "MASTER",
                              host.isMaster() ? "yes" : ""))
                      .doing(
                          host.isMaster()
                              ? "keeping programs and files, and a snapshot of etcd"
                              : "keeping programs and files"),
                  new WriteFile(
                      RECORDS + UNDER_WAY, Content.of(wanted() + "\n"), "root:root", "0644")),
              all,
              Duration.ofMinutes(20)));
    }
    return steps;
  }

  /** What the upgrade is known by, on the nodes. */
  private String wanted() {
    Versions v = path.end();
    return "Kubernetes %s, etcd %s, containerd %s"
        .formatted(v.kubernetes(), v.etcd(), v.containerd());
  }

  private List<Step> ended(Set<String> last) {
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    StepKind.UPGRADE_END.on(host.name()),
                    host.name(),
                    Phase.NODES,
                    "Prove the versions",
                    List.of(
                        proven(host),
                        AssetScript.of(
                                "what ran before is kept in " + LAST,
                                "upgrade/kept",
                                Map.of("KEPT", KEPT, "LAST", LAST))
                            .doing("keeping what ran before"),
                        new RemoveFile(RECORDS + UNDER_WAY)),
                    last,
                    Duration.ofMinutes(2)))
        .toList();
  }

  /** By what runs, not by what was installed. */
  private WaitFor proven(Host host) {
    Versions v = path.end();
    List<String> wanted = new ArrayList<>();
    if (host.isMaster()) {
      wanted.add("etcd=" + v.etcd());
      for (Program program :
          List.of(
              Program.KUBE_APISERVER, Program.KUBE_CONTROLLER_MANAGER, Program.KUBE_SCHEDULER)) {
        wanted.add(program.title() + "=" + v.kubernetes());
      }
    }
    wanted.add("kubelet=" + v.kubernetes());
    wanted.add("kube-proxy=" + v.kubernetes());
    if (v.runtime() == Runtime.CONTAINERD) {
      wanted.add("containerd=" + v.containerd());
      wanted.add("runc=" + v.runc());
    }
    return new WaitFor(
        "everything runs in the wanted version",
        new Template("upgrade/versions.sh")
            .fill(Map.of("answer", VersionProbe.script(host), "wanted", String.join(" ", wanted))),
        Duration.ofSeconds(30),
        Duration.ofSeconds(2));
  }

  // What a run that was cut off has left.

  /** What does not run is started as it lies there, and has to answer before another stops. */
  private Step start(Turn turn) {
    Host host = turn.host();
    Context there = at(there(host));
    UpgradeRoll.Down down =
        UpgradeRoll.Down.of(
            host, versions.get(host.name()), live, context.inventory().versions().runtime());
    List<Operation> operations = new ArrayList<>();
    if (down.etcd()) {
      operations.addAll(EtcdRecipe.operations(there, host, pki, ""));
      operations.add(
          EtcdRecipe.answers("etcd answers with a quorum", EtcdRecipe.clientUrl(there, host)));
    }
    operations.addAll(ControlPlaneRecipe.operations(there, host, pki));
    operations.add(ready());
    return new Step(
        turn.id(),
        host.name(),
        Phase.CONTROL_PLANE,
        "Start what does not run",
        operations,
        turn.after(),
        Duration.ofMinutes(15));
  }

  /** The versions of what a restart would bring on a master. */
  private Versions there(Host host) {
    Versions v = context.inventory().versions();
    NodeVersions known = versions.get(host.name());
    return with(
        v,
        onDisk(known, Program.KUBE_APISERVER, v.kubernetes()),
        onDisk(known, Program.ETCD, v.etcd()),
        v.containerd());
  }

  private static String onDisk(@Nullable NodeVersions known, Program program, String otherwise) {
    Cell cell = known == null ? null : known.cells().get(program);
    return cell == null || cell.onDisk() == null ? otherwise : cell.onDisk().toString();
  }

  private static Versions with(Versions v, String kubernetes, String etcd, String containerd) {
    return new Versions(
        kubernetes,
        etcd,
        v.runtime(),
        containerd,
        v.runc(),
        v.docker(),
        v.criDockerd(),
        v.cniPlugins(),
        v.calico(),
        v.coredns(),
        v.pauseImage());
  }

  // etcd.

  private Step etcd(Turn turn) {
    Versions versions = turn.ofStage().versions();
    return new Step(
        turn.id(),
        turn.host().name(),
        Phase.ETCD,
        "etcd " + versions.etcd(),
        etcd(at(versions), turn.host(), versions.etcd()),
        turn.after(),
        Duration.ofMinutes(20));
  }

  private boolean leads(Host host) {
    return member(host).map(LiveNode.Member::leader).orElse(false);
  }

  private Optional<LiveNode.Member> member(Host host) {
    return live.node(host.name()).flatMap(LiveNode::etcd);
  }

  private List<Operation> etcd(Context then, Host host, String version) {
    String own = EtcdRecipe.clientUrl(then, host);
    String asks = curl(SharedSecrets.ETCD_CA, NodeCertificate.ETCD_HEALTHCHECK_CLIENT, own);
    List<Operation> operations = new ArrayList<>(BinariesRecipe.etcdAlone(then, host));
    heir(host)
        .ifPresent(
            heir ->
                operations.add(
                    AssetScript.using(
                            EtcdMembers.FUNCTIONS,
                            "another member leads",
                            "etcd/leader-move",
                            Map.of("ETCD_LEADER_URL", own, "ETCD_LEADER_NEXT", heir))
                        .asking()
                        .changing(new MoveLeader(id(host), heir))
                        .doing("moving etcd's leadership to another member")));
    operations.add(
        AssetScript.of(
                "its API server rests meanwhile",
                "upgrade/rest",
                Map.of("ETCD_ASK", asks, "ETCD_WANTED", version))
            .changing(new RestApiServer(version))
            .doing("stopping the API server of this master until its etcd is back"));
    operations.addAll(EtcdRecipe.operations(then, host, pki, ""));
    operations.add(runs("etcd", "etcdserver", version, asks));
    operations.add(
        EtcdRecipe.answers(
            "every member answers with a quorum",
            masters().stream()
                .map(h -> EtcdRecipe.clientUrl(then, h))
                .collect(Collectors.joining(","))));
    operations.add(
        AssetScript.of("its API server serves", "upgrade/serve", Map.of())
            .changing(new ServeApiServer())
            .doing("starting the API server of this master"));
    operations.add(ready());
    operations.add(
        new WaitFor(
                "all members agree",
                EtcdMembers.FUNCTIONS
                    + new Template("verify/etcd.sh")
                        .fill(
                            Map.of(
                                "members", Integer.toString(context.inventory().masters().size()))),
                Duration.ofMinutes(2),
                Duration.ofSeconds(1))
            .asking());
    return operations;
  }

  /** Of the host's member, in hexadecimal; empty where it has none. */
  private String id(Host host) {
    return member(host).map(LiveNode.Member::id).orElse("");
  }

  /** Who may lead instead; nobody where there is one member. */
  private Optional<String> heir(Host host) {
    return masters().stream()
        .filter(h -> !h.equals(host))
        .sorted(Comparator.comparing(this::leads))
        .map(this::member)
        .flatMap(Optional::stream)
        .filter(m -> m.healthy() && !m.learner())
        .map(LiveNode.Member::id)
        .findFirst();
  }

  // The control plane.

  private Step controlPlane(Turn turn) {
    Context then = at(turn.ofStage().versions());
    String version = turn.ofStage().versions().kubernetes();
    Host host = turn.host();
    List<Operation> operations = new ArrayList<>(BinariesRecipe.controlPlaneAlone(then, host));
    operations.addAll(ControlPlaneRecipe.operations(then, host, pki));
    operations.add(
        runs(
            "the API server",
            "gitVersion",
            "v" + version,
            curl(SharedSecrets.CA, NodeCertificate.ADMIN, ControlPlaneRecipe.LOCAL_API)));
    operations.add(ready());
    return new Step(
        turn.id(),
        host.name(),
        Phase.CONTROL_PLANE,
        "Control plane " + version,
        operations,
        turn.after(),
        Duration.ofMinutes(10));
  }

  private static String curl(String authority, NodeCertificate client, String server) {
    return ControlPlaneRecipe.curl(authority + ".crt", client, server + "/version");
  }

  private static WaitFor runs(String server, String field, String version, String ask) {
    return new WaitFor(
            server + " says " + version,
            new Template("upgrade/version.sh")
                .fill(Map.of("server", server, "field", field, "version", version, "ask", ask)),
            Duration.ofMinutes(3),
            Duration.ofMillis(500))
        .asking();
  }

  private static WaitFor ready() {
    return new WaitFor(
            "the API server is ready",
            ControlPlaneRecipe.curl(
                SharedSecrets.CA + ".crt",
                NodeCertificate.ADMIN,
                ControlPlaneRecipe.LOCAL_API + "/readyz"),
            Duration.ofMinutes(3),
            Duration.ofMillis(500))
        .asking();
  }

  // Nodes.

  /** Who leads may have been restarted a moment ago, and then nobody does for 15 seconds. */
  private static WaitFor leases() {
    return new WaitFor(
            "controller manager and scheduler lead",
            new Template("upgrade/leases.sh").text(),
            Duration.ofMinutes(2),
            Duration.ofSeconds(1))
        .asking();
  }

  private Step drain(Turn turn) {
    Host host = turn.host();
    return new Step(
        turn.id(),
        lead.name(),
        Phase.NODES,
        "Pods leave " + host.name(),
        List.of(
            leases(),
            AssetScript.of(
                    "pods of " + host.name() + " go elsewhere",
                    "upgrade/drain",
                    Map.of(
                        "NODE_DRAIN",
                        host.name(),
                        "WITHIN",
                        Long.toString(options.drainWithin().toSeconds()),
                        "FORCE",
                        options.force() ? "yes" : ""))
                .changing(new EvictPods(host.name()))
                .doing("draining " + host.name())),
        turn.after(),
        options.drainWithin().plusMinutes(2));
  }

  private Step node(Turn turn) {
    return new Step(
        turn.id(),
        turn.host().name(),
        Phase.NODES,
        "kubelet " + turn.ofStage().versions().kubernetes(),
        nodeOperations(turn.ofStage(), turn.host()),
        turn.after(),
        Duration.ofMinutes(30));
  }

  private Step back(Turn turn) {
    Host host = turn.host();
    return new Step(
        turn.id(),
        lead.name(),
        Phase.NODES,
        host.name() + " takes pods again",
        List.of(
            AssetScript.of(
                    host.name() + " takes pods", "upgrade/back", Map.of("NODE_BACK", host.name()))
                .changing(new Uncordon(host.name()))
                .doing("letting pods back to " + host.name())),
        turn.after(),
        Duration.ofMinutes(2));
  }

  private List<Operation> nodeOperations(Stage stage, Host host) {
    List<Operation> operations = new ArrayList<>();
    Versions v = stage.versions();
    for (String containerd : stage.through()) {
      NodeVersions known = versions.get(host.name());
      boolean behind = known == null || known.isBehind(Program.CONTAINERD, containerd);
      if (behind && !containerd.equals(v.containerd())) {
        operations.addAll(
            RuntimeRecipe.operations(at(with(v, v.kubernetes(), v.etcd(), containerd)), host));
      }
    }
    Context then = at(stage.versions());
    operations.addAll(BinariesRecipe.nodeAlone(then, host));
    operations.addAll(RuntimeRecipe.operations(then, host));
    operations.addAll(KubeletRecipe.operations(then, host));
    operations.addAll(KubeProxyRecipe.operations(then, host));
    operations.add(
        new WaitFor(
                host.name() + " is Ready with kubelet " + stage.versions().kubernetes(),
                new Template("upgrade/node.sh")
                    .fill(
                        Map.of(
                            "ask",
                            ControlPlaneRecipe.curl(
                                SharedSecrets.CA + ".crt",
                                NodeCertificate.KUBELET_CLIENT,
                                KubeletRecipe.apiServer(then.inventory(), host)
                                    + "/api/v1/nodes/"
                                    + host.name()
                                    // curl is taken for a person, and would get it pretty.
                                    + "?pretty=false"),
                            "version",
                            stage.versions().kubernetes(),
                            "runtime",
                            then.inventory().versions().runtime() == Runtime.CONTAINERD
                                ? "containerd://" + stage.versions().containerd()
                                : "")),
                Duration.ofMinutes(5),
                Duration.ofMillis(500))
            .asking());
    operations.add(proxies(then));
    return operations;
  }

  /** Services are reached from the node, before pods come back to it. */
  private static WaitFor proxies(Context then) {
    Operation.Verify proxy = Verification.proxy(then.inventory());
    return new WaitFor(
            "services are reached from here",
            proxy.condition(),
            Duration.ofMinutes(2),
            Duration.ofSeconds(1))
        .asking();
  }

  // Add-ons.

  private List<Step> addOns(Turn turn) {
    Context then = at(turn.ofStage().versions());
    List<Step> steps = new ArrayList<>(DnsRecipe.steps(then, then.lead()));
    steps.addAll(CniRecipe.steps(then, then.lead()).stream().filter(StepKind.CNI::names).toList());
    return steps.stream().map(s -> s.waitingFor(turn.after())).toList();
  }
}
