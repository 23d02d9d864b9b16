package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.pki.LeafCheck;
import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.recipe.component.BinariesRecipe;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.CniRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.DnsRecipe;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.lifecycle.AddNodesPlan;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps of each turn of an upgrade, or of its way back. */
final class UpgradeTurns {

  private final Context context;
  private final LiveCluster live;
  private final VersionMatrix matrix;
  private final Map<String, NodeVersions> versions;
  private final Host lead;
  private final ClusterPki pki;
  private final EtcdTurns etcd;
  private final NodeTurns nodes;

  UpgradeTurns(Context context, UpgradePlan.Options options, LiveCluster live) {
    this.context = context;
    this.live = live;
    this.matrix = VersionMatrix.of(context.inventory(), context.facts());
    this.versions = matrix.byName();
    this.lead = lead(context, live);
    this.pki = ClusterPki.of(aMomentBefore(context));
    this.etcd = new EtcdTurns(context, live, pki);
    this.nodes = new NodeTurns(context, options, lead, versions);
  }

  /**
   * With a clock by which no certificate that holds is about to end: an upgrade writes some of them
   * only, and to renew those alone would leave a node with a part of them new.
   */
  private static Context aMomentBefore(Context context) {
    return new Context(
        context.inventory(),
        context.facts(),
        context.local(),
        context.now().minus(LeafCheck.RENEW_BEFORE));
  }

  /** Who speaks to the API. */
  private static Host lead(Context context, LiveCluster live) {
    return context.inventory().masters().size() == 1
        ? context.lead()
        : AddNodesPlan.lead(context, live);
  }

  /** Who speaks to the API. */
  Host lead() {
    return lead;
  }

  VersionMatrix matrix() {
    return matrix;
  }

  /** A snapshot comes to the operator's machine. */
  Step snapshot(String to, Set<String> after) {
    return SnapshotHome.step(to, live, lead, after);
  }

  List<Step> steps(Turn turn) {
    return switch (turn.kind()) {
      case START -> List.of(start(turn));
      case ETCD -> List.of(etcd.newer(turn));
      case CONTROL_PLANE -> List.of(controlPlane(turn));
      case DRAIN -> List.of(nodes.drain(turn));
      case NODE -> List.of(nodes.node(turn));
      case BACK -> List.of(nodes.back(turn));
      case HOLD -> List.of(nodes.hold(turn));
      case ADD_ONS -> addOns(turn);
      case DOWNGRADE -> List.of(etcd.downgrade(turn));
    };
  }

  Context at(Versions then) {
    return at(context, then);
  }

  /** The cluster as it is to be at a moment. */
  static Context at(Context context, Versions versions) {
    return context.with(context.inventory().withVersions(versions));
  }

  static List<Host> masters(Context context) {
    return context.hosts().stream().filter(Host::isMaster).toList();
  }

  /** What does not run is started as it lies there, and has to answer before another stops. */
  private Step start(Turn turn) {
    Host host = turn.host();
    Context there = at(there(host));
    UpgradeRoll.Down down =
        UpgradeRoll.Down.of(
            host,
            versions.get(host.name()),
            live.node(host.name()).orElse(null),
            context.inventory().versions().runtime());
    List<Operation> operations = new ArrayList<>(BinariesRecipe.labels(there, host));
    if (down.etcd()) {
      operations.addAll(EtcdRecipe.operations(there, host, pki, ""));
      operations.add(
          EtcdRecipe.answers("etcd answers with a quorum", EtcdRecipe.clientUrl(there, host)));
    }
    operations.addAll(ControlPlaneRecipe.operations(there, host, pki));
    operations.add(ControlPlaneRecipe.ready());
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
    return v.with(
        onDisk(known, Program.KUBE_APISERVER, v.kubernetes()),
        onDisk(known, Program.ETCD, v.etcd()),
        v.containerd());
  }

  private static String onDisk(@Nullable NodeVersions known, Program program, String otherwise) {
    Cell cell = known == null ? null : known.cells().get(program);
    return cell == null || cell.onDisk() == null ? otherwise : cell.onDisk().toString();
  }

  private Step controlPlane(Turn turn) {
    Context then = at(turn.ofStage().versions());
    String version = turn.ofStage().versions().kubernetes();
    Host host = turn.host();
    List<Operation> operations = new ArrayList<>(BinariesRecipe.controlPlaneAlone(then, host));
    operations.addAll(ControlPlaneRecipe.operations(then, host, pki));
    operations.add(
        UpgradeProofs.runs(
            "the API server",
            "gitVersion",
            "v" + version,
            UpgradeProofs.version(
                SharedSecrets.CA, NodeCertificate.ADMIN, ControlPlaneRecipe.LOCAL_API)));
    operations.add(ControlPlaneRecipe.ready());
    return new Step(
        turn.id(),
        host.name(),
        Phase.CONTROL_PLANE,
        "Control plane " + version,
        operations,
        turn.after(),
        Duration.ofMinutes(10));
  }

  private List<Step> addOns(Turn turn) {
    Context then = at(turn.ofStage().versions());
    List<Step> steps = new ArrayList<>();
    DnsRecipe.steps(then, then.lead()).stream()
        .map(s -> StepKind.DNS.names(s) ? rolledOut(s, "deployment/coredns", 2) : s)
        .forEach(steps::add);
    // A node that stays as it is may be one that is away: its pod is not replaced.
    boolean calico = then.inventory().network().cni() == Cni.CALICO && then.concerned() == null;
    CniRecipe.steps(then, then.lead()).stream()
        .filter(StepKind.CNI::names)
        .map(s -> calico ? rolledOut(s, "daemonset/calico-node", then.hosts().size()) : s)
        .forEach(steps::add);
    return steps.stream().map(s -> s.waitingFor(turn.after())).toList();
  }

  /** Its pods are replaced one after the other, and each may have an image to pull. */
  private static Step rolledOut(Step step, String what, int pods) {
    Duration within = Duration.ofMinutes(3L + pods);
    List<Operation> operations = new ArrayList<>(step.operations());
    operations.add(UpgradeProofs.rolledOut(what, within));
    return new Step(
        step.id(),
        step.node(),
        step.phase(),
        step.title(),
        operations,
        step.after(),
        step.timeout().plus(within),
        step.ifStopped());
  }
}
