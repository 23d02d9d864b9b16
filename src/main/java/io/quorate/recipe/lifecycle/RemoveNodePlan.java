package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.MemberChange;
import io.quorate.inventory.Membership;
import io.quorate.inventory.QuorumGuard;
import io.quorate.inventory.QuorumGuard.Verdict;
import io.quorate.plan.ClusterChange.DeleteNode;
import io.quorate.plan.ClusterChange.DrainNode;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Step;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.AssetScript;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.component.AdminKubeconfig;
import io.quorate.recipe.component.ApiProxyRecipe;
import io.quorate.recipe.component.ClusterAccessRecipe;
import io.quorate.recipe.component.ClusterRecord;
import io.quorate.recipe.component.CniRecipe;
import io.quorate.recipe.component.DnsRecipe;
import io.quorate.recipe.component.EtcdMembers;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.recipe.component.FirewallRecipe;
import io.quorate.recipe.component.PeerAddresses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Nodes leave the cluster, dead or alive, whichever they are: any master that stays leads. A live
 * node is drained and switched off; a dead one is only told of. Those that stay forget it.
 */
public final class RemoveNodePlan {

  /** How long pods may take to leave a live node where nobody says otherwise. */
  public static final Duration USUAL_DRAIN = Duration.ofSeconds(120);

  /**
   * How it is done.
   *
   * @param force whether pods are deleted that a disruption budget or nobody keeps
   * @param drainWithin how long pods may take to leave a live node
   * @param clean whether a node that is reached loses everything that Quorate wrote there
   */
  public record Options(boolean force, Duration drainWithin, boolean clean) {}

  private final Context stays;
  private final Context all;
  private final LiveCluster live;
  private final List<LiveNode> targets;
  private final Options options;
  private final Host lead;

  private RemoveNodePlan(
      Context all, Context stays, LiveCluster live, List<LiveNode> targets, Options options) {
    this.all = all;
    this.stays = stays;
    this.live = live;
    this.targets = targets;
    this.options = options;
    this.lead = AddNodesPlan.lead(stays, live);
  }

  /**
   * @param context the inventory as it was, and the answers to {@link LiveProbe#requests}
   * @param names of those that leave, as the inventory, the API or etcd has them
   * @throws GuardRefused when it would do harm
   */
  public static Plan of(Context context, List<String> names, Options options) {
    LiveCluster live = LiveCluster.of(context.inventory(), context.facts());
    live.refuseUnlessServing();
    VersionGuard.refuseStray(context.inventory(), context.facts());
    List<LiveNode> targets = targets(live, names);
    refuseUnguarded(live, targets);
    Context stays = staying(context, names);
    return new RemoveNodePlan(context, stays, live, targets, options).plan();
  }

  /**
   * What the inventory says when they have left.
   *
   * @throws GuardRefused when no master would be left
   */
  public static Inventory staying(Inventory inventory, List<String> names) {
    Inventory rest =
        inventory.withHosts(
            inventory.hosts().stream().filter(h -> !names.contains(h.name())).toList());
    if (rest.masters().isEmpty()) {
      throw new GuardRefused(
          "That would leave no master.",
          "Add another one first (`quorate add`); `quorate destroy` takes a whole cluster away.");
    }
    return rest;
  }

  /** The same for all that a plan is made from. */
  private static Context staying(Context context, List<String> names) {
    return new Context(
        staying(context.inventory(), names), context.facts(), context.local(), context.now());
  }

  /**
   * The operator's access, which may have led to a master that left.
   *
   * @param context as in {@link #of}
   * @return null when the master that leads has no administrator's certificate
   */
  public static @Nullable Secret access(Context context, List<String> names) {
    Context stays = staying(context, names);
    LiveCluster live = LiveCluster.of(context.inventory(), context.facts());
    return AdminKubeconfig.of(stays, AddNodesPlan.lead(stays, live));
  }

  /**
   * The guard's verdicts on the members that leave, in the order in which they leave.
   *
   * @throws GuardRefused when a name is nobody's
   */
  public static List<Verdict> verdicts(LiveCluster live, List<String> names) {
    return verdicts(live.membership(), targets(live, names));
  }

  private static List<Verdict> verdicts(@Nullable Membership members, List<LiveNode> targets) {
    List<Verdict> verdicts = new ArrayList<>();
    Membership now = members;
    for (LiveNode target : targets) {
      LiveNode.Member member = target.member();
      if (now != null && member != null) {
        Verdict verdict = QuorumGuard.judge(now, new MemberChange.Remove(member.id()));
        verdicts.add(verdict);
        now = verdict.after();
      }
    }
    return verdicts;
  }

  /** What is left once they have left, and what to do next. */
  public static List<String> afterwards(LiveCluster live, List<String> names) {
    Membership left = live.membership();
    for (Verdict verdict : verdicts(live, names)) {
      left = verdict.after();
    }
    return left == null
        ? List.of()
        : List.of((left.words() + ". " + QuorumGuard.conclusion(left)).strip());
  }

  private static void refuseUnguarded(LiveCluster live, List<LiveNode> targets) {
    for (Verdict verdict : verdicts(live.membership(), targets)) {
      if (!verdict.allowed()) {
        throw new GuardRefused(verdict.reason(), verdict.nextStep());
      }
    }
  }

  /** Dead members first: with them gone, the others' leaving costs less. */
  private static List<LiveNode> targets(LiveCluster live, List<String> names) {
    List<LiveNode> targets = new ArrayList<>();
    for (String name : names) {
      targets.add(
          live.node(name)
              .orElseThrow(
                  () ->
                      new GuardRefused(
                          "There is no node called " + name + ".",
                          "There are "
                              + live.nodes().stream()
                                  .map(LiveNode::name)
                                  .collect(Collectors.joining(", "))
                              + ".")));
    }
    targets.sort(Comparator.comparing(n -> n.etcd().map(LiveNode.Member::healthy).orElse(false)));
    return targets;
  }

  private Plan plan() {
    Selection steps = new Selection();
    List<Step> proxies = ApiProxyRecipe.steps(stays);
    Set<String> proxyIds = proxies.stream().map(Step::id).collect(Collectors.toSet());
    Set<String> before = Set.of();
    Set<String> drained = new HashSet<>();
    Set<String> removed = new HashSet<>();
    for (LiveNode target : targets) {
      before = leave(steps, target, before, proxyIds, drained, removed);
    }
    Set<String> gone = Set.copyOf(before);
    steps.all(proxies);
    steps.waits(s -> proxyIds.contains(s.id()), drained);
    steps.all(PeerAddresses.names(stays, h -> true, gone));
    steps.all(FirewallRecipe.steps(stays));
    steps.all(CniRecipe.routes(stays));
    steps.waits(s -> StepKind.FIREWALL.names(s) || StepKind.ROUTES.names(s), gone);
    if (targets.stream().anyMatch(LiveNode::isMaster)) {
      steps.all(new EtcdMembers(stays, lead).known(removed));
    }
    // Who speaks for the cluster keeps what was applied to it, and that may be another one now.
    Host speaker = stays.lead();
    List<Step> applied = new ArrayList<>(ClusterAccessRecipe.steps(speaker));
    applied.addAll(DnsRecipe.steps(stays, speaker));
    steps.all(applied);
    steps.waits(s -> applied.stream().anyMatch(a -> a.id().equals(s.id())), gone);
    steps.all(ClusterRecord.steps(stays, gone));
    if (options.clean()) {
      clean(steps, gone);
    }
    return steps.verified(stays);
  }

  /**
   * One node's steps.
   *
   * @param drained gets the ids of drains, before which no way to the node is closed
   * @param removed gets the ids of removals of members
   * @return what the next node's steps wait for
   */
  private Set<String> leave(
      Selection steps,
      LiveNode target,
      Set<String> before,
      Set<String> proxies,
      Set<String> drained,
      Set<String> removed) {
    String name = target.name();
    boolean reached = all.hosts().stream().anyMatch(h -> h.name().equals(name));
    Set<String> done = new HashSet<>(before);
    if (Optional.ofNullable(target.api()).map(ApiNode::isReady).orElse(false)) {
      Step drain = drain(name, reached, before);
      steps.all(List.of(drain));
      drained.add(drain.id());
      done = new HashSet<>(Set.of(drain.id()));
    }
    LiveNode.Member member = target.member();
    boolean master = target.isMaster();
    if (reached && master) {
      Set<String> closed = new HashSet<>(done);
      closed.addAll(proxies);
      steps.all(List.of(Retirement.controlPlane(name, closed)));
      done.add(Retirement.controlPlaneId(name));
    }
    if (member != null) {
      Host host = target.host();
      String url =
          reached && host != null && member.healthy() ? EtcdRecipe.clientUrl(all, host) : "";
      Step removal =
          new EtcdMembers(stays, lead).leave(name, member.id(), url, heir(), voters(), done);
      steps.all(List.of(removal));
      removed.add(removal.id());
      done = new HashSet<>(Set.of(removal.id()));
    }
    if (reached) {
      steps.all(List.of(off(name, master, done)));
      done = new HashSet<>(Set.of(Retirement.nodeId(name)));
    }
    Step deletion = deletion(name, done);
    steps.all(List.of(deletion));
    return Set.of(deletion.id());
  }

  /** Everything that Quorate wrote, on those that are reached. */
  private void clean(Selection steps, Set<String> gone) {
    Set<String> names = targets.stream().map(LiveNode::name).collect(Collectors.toSet());
    List<Host> reached = all.hosts().stream().filter(h -> names.contains(h.name())).toList();
    if (!reached.isEmpty()) {
      Context leaving =
          new Context(all.inventory().withHosts(reached), all.facts(), all.local(), all.now());
      List<Step> destruction = DestroyPlan.of(leaving, true).steps();
      Set<String> first =
          destruction.stream()
              .filter(s -> s.after().isEmpty())
              .map(Step::id)
              .collect(Collectors.toSet());
      steps.all(destruction);
      steps.waits(s -> first.contains(s.id()), gone);
    }
  }

  /** What is asked before: of those that may be cleaned, what a destruction has to know. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>(LiveProbe.looks(inventory));
    DestroyProbe.requests(inventory)
        .forEach((name, request) -> requests.computeIfPresent(name, (n, r) -> r.with(request)));
    return requests;
  }

  private Step off(String name, boolean master, Set<String> after) {
    List<Operation> operations = new ArrayList<>();
    if (master) {
      operations.addAll(Retirement.etcdOperations(false));
    }
    operations.addAll(Retirement.nodeOperations());
    return Retirement.off(name, operations, after);
  }

  private String heir() {
    return live.node(lead.name()).flatMap(LiveNode::etcd).orElseThrow().id();
  }

  /** Those that stay and are alive: the dead would only make the answers late. */
  private List<Host> voters() {
    return stays.inventory().masters().stream()
        .filter(
            h ->
                live.node(h.name())
                    .flatMap(LiveNode::etcd)
                    .map(m -> m.healthy() && !m.learner())
                    .orElse(false))
        .toList();
  }

  private Step drain(String name, boolean reached, Set<String> after) {
    return new Step(
        StepKind.DRAIN.of(name, lead.name()),
        lead.name(),
        Phase.PREPARE,
        "Pods leave " + name,
        List.of(
            AssetScript.of(
                    "pods of " + name + " go elsewhere",
                    "kubernetes/drain",
                    Map.of(
                        "NODE_DRAIN",
                        name,
                        "WITHIN",
                        Long.toString(options.drainWithin().toSeconds()),
                        "ANSWER",
                        reached ? "10s" : "3s",
                        "FORCE",
                        options.force() ? "yes" : ""))
                .changing(new DrainNode(name))
                .doing("draining " + name)),
        after,
        options.drainWithin().plusMinutes(2));
  }

  private Step deletion(String name, Set<String> after) {
    return new Step(
        StepKind.NODE_GONE.of(name, lead.name()),
        lead.name(),
        Phase.NODES,
        name + " is no longer a node",
        List.of(
            AssetScript.of("no node " + name, "kubernetes/node-delete", Map.of("NODE_DELETE", name))
                .changing(new DeleteNode(name))
                .doing("deleting the node " + name + " from the API")),
        after,
        Duration.ofMinutes(5));
  }
}
