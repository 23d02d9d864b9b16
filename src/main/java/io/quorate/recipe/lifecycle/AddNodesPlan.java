package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.MemberChange;
import io.quorate.inventory.Membership;
import io.quorate.inventory.QuorumGuard;
import io.quorate.inventory.QuorumGuard.Verdict;
import io.quorate.inventory.Role;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.component.ApiProxyRecipe;
import io.quorate.recipe.component.BinariesRecipe;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.ClusterRecord;
import io.quorate.recipe.component.CniRecipe;
import io.quorate.recipe.component.CommonRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.EtcdMembers;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.recipe.component.FirewallRecipe;
import io.quorate.recipe.component.ImageArchives;
import io.quorate.recipe.component.KubeProxyRecipe;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.component.NodeRoles;
import io.quorate.recipe.component.PeerAddresses;
import io.quorate.recipe.component.PkiRecipe;
import io.quorate.recipe.component.RuntimeRecipe;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.preflight.Preflight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Nodes join a cluster that runs, or change what they are for. Workers join side by side, masters
 * one after the other: each has its vote, its API server and a healthy etcd before the next one
 * begins. The other nodes get what it means for them ({@link PeerAddresses}) and nothing else.
 */
public final class AddNodesPlan {

  private final Context context;
  private final LiveCluster live;
  private final Set<String> wipe;
  private final Host lead;
  private final Set<String> working = new LinkedHashSet<>();
  private final List<Host> joining = new ArrayList<>();
  private final List<Host> leaving = new ArrayList<>();

  private AddNodesPlan(Context context, LiveCluster live, Set<String> wipe) {
    this.context = context;
    this.live = live;
    this.wipe = wipe;
    this.lead = lead(context, live);
    for (Host host : context.hosts()) {
      LiveNode node = node(host);
      if (!isSettled(node, host)) {
        working.add(host.name());
      }
      if (host.isMaster() && !votes(node)) {
        joining.add(host);
      }
      if (!host.isMaster() && node.member() != null) {
        leaving.add(host);
      }
    }
    // One that an earlier run has begun with goes first.
    joining.sort(Comparator.comparing(h -> node(h).member() == null));
  }

  /**
   * @param context the inventory as it is to be, and the answers to {@link LiveProbe#requests}
   * @param wipe names of nodes whose old data of etcd may go
   * @throws GuardRefused when it would do harm, or there is no cluster to join
   */
  public static Plan of(Context context, Set<String> wipe) {
    LiveCluster live = LiveCluster.of(context.inventory(), context.facts());
    refuseUnlessReady(live);
    AddNodesPlan plan = new AddNodesPlan(asRunning(context, live), live, wipe);
    plan.judge();
    return plan.plan();
  }

  /**
   * What is about to happen, a sentence each: who joins as what, and what the guard says of each
   * change of etcd's members.
   *
   * @throws GuardRefused as {@link #of}
   */
  public static List<String> words(Context context, Set<String> wipe) {
    LiveCluster live = LiveCluster.of(context.inventory(), context.facts());
    refuseUnlessReady(live);
    Context running = asRunning(context, live);
    AddNodesPlan plan = new AddNodesPlan(running, live, wipe);
    List<String> words = new ArrayList<>();
    boolean othersAreWell =
        live.nodes().stream().noneMatch(n -> n.looksDead() && !plan.working.contains(n.name()));
    Membership members = live.membership();
    words.add(othersAreWell && members != null ? members.words() + "." : live.found());
    for (Host host : context.hosts()) {
      if (plan.working.contains(host.name()) && !plan.joining.contains(host)) {
        words.add(host.name() + " becomes " + roleWords(host) + ".");
      }
    }
    plan.judge().forEach(v -> words.add((v.reason() + " " + v.nextStep()).strip()));
    words.addAll(VersionGuard.otherThanWanted(context.inventory(), running.inventory()));
    return words;
  }

  /** Newcomers get the versions that run, whatever else the inventory may want of them. */
  private static Context asRunning(Context context, LiveCluster live) {
    List<String> known =
        live.nodes().stream()
            .filter(n -> n.api() != null || n.member() != null)
            .map(LiveNode::name)
            .toList();
    VersionMatrix matrix = VersionMatrix.of(context.inventory(), context.facts()).only(known);
    VersionGuard.refuseJoining(context.inventory(), matrix);
    return new Context(
        VersionGuard.running(context.inventory(), matrix),
        context.facts(),
        context.local(),
        context.now());
  }

  /** What to do next once they have joined; empty when that is nothing. */
  public static List<String> afterwards(Inventory wanted) {
    String next = QuorumGuard.conclusion(wanted.masters().size());
    return next.isEmpty() ? List.of() : List.of(next);
  }

  /**
   * The preflight's findings; data that may be wiped stands in nobody's way.
   *
   * @param wanted the inventory as it is to be
   */
  public static List<Finding> findings(Inventory wanted, ClusterFacts facts, Set<String> wipe) {
    return Preflight.judge(wanted, facts).stream()
        .filter(
            f ->
                !(wipe.contains(f.node())
                    && f.kind() == Finding.Kind.RESIDUE
                    && f.part().startsWith("/var/lib/etcd/")))
        .toList();
  }

  /** Nodes that would join etcd, have data of it already, and may not be wiped. */
  public static List<String> oldData(Inventory wanted, ClusterFacts facts, Set<String> wipe) {
    LiveCluster live = LiveCluster.of(wanted, facts);
    return wanted.masters().stream()
        .map(Host::name)
        .filter(n -> !wipe.contains(n))
        .filter(n -> live.node(n).map(l -> l.member() == null && l.oldData()).orElse(false))
        .toList();
  }

  private static void refuseUnlessReady(LiveCluster live) {
    live.refuseUnlessServing();
    refuseBadData(live);
    List<String> strangers =
        live.nodes().stream()
            .filter(n -> n.host() == null && n.member() != null)
            .map(LiveNode::name)
            .toList();
    if (!strangers.isEmpty()) {
      throw new GuardRefused(
          "etcd has members that the inventory does not have: "
              + String.join(", ", strangers)
              + ".",
          "Take them out first (`quorate remove`), or put them back into the inventory.");
    }
  }

  /** Whose data a newcomer would get has to be known, and that anything can be written. */
  private static void refuseBadData(LiveCluster live) {
    live.health().findings().stream()
        .filter(
            f ->
                switch (f.kind()) {
                  case DATA_DIFFERS, ALARM_CORRUPT, ALARM_NOSPACE -> true;
                  default -> false;
                })
        .findFirst()
        .ifPresent(
            f -> {
              throw new GuardRefused(f.words(), "Fix that before nodes join.");
            });
  }

  /** A master that is a healthy member and answers: not one that has yet to join. */
  public static Host lead(Context context, LiveCluster live) {
    return context.hosts().stream()
        .filter(Host::isMaster)
        .filter(
            h ->
                live.node(h.name())
                    .map(n -> votes(n) && n.etcd().orElseThrow().healthy())
                    .orElse(false))
        .findFirst()
        .orElseThrow(
            () ->
                new GuardRefused(
                    "No master with a healthy etcd member answers.", "Make one reachable by SSH."));
  }

  private static boolean votes(LiveNode node) {
    LiveNode.Member member = node.member();
    return member != null && !member.learner() && member.started();
  }

  /** Roles are given last, so that a node that has them was finished. */
  private static boolean isSettled(LiveNode node, Host host) {
    ApiNode api = node.api();
    if (api == null || (host.isMaster() && !votes(node))) {
      return false;
    }
    Set<String> wanted = new HashSet<>();
    if (host.isMaster()) {
      wanted.add("master");
    }
    if (host.isWorker()) {
      wanted.add("worker");
    }
    Set<String> has = new HashSet<>(api.roles());
    has.retainAll(Set.of("master", "worker"));
    return has.equals(wanted);
  }

  private LiveNode node(Host host) {
    return live.node(host.name()).orElseThrow();
  }

  /**
   * Whether its data goes before it joins. One that is listed and never started may have come upon
   * old data: it is listed anew then, since the others would not know it by its old number.
   */
  private boolean wipes(Host host) {
    LiveNode.Member member = node(host).member();
    return wipe.contains(host.name())
        && node(host).oldData()
        && (member == null || (member.learner() && !member.started()));
  }

  /** The guard on each change of the members, in their order. */
  private List<Verdict> judge() {
    List<Verdict> verdicts = new ArrayList<>();
    Membership members = live.membership();
    if (members == null) {
      throw new GuardRefused(live.found(), live.remedy());
    }
    for (Host host : context.inventory().masters()) {
      LiveNode node = node(host);
      if (votes(node) && node.unreachable().isEmpty() && !node.oldData()) {
        refuse(QuorumGuard.judge(members, new MemberChange.Add(host.name(), false)));
      }
    }
    for (Host host : joining) {
      boolean listed = node(host).member() != null;
      boolean oldData = !listed && node(host).oldData() && !wipe.contains(host.name());
      Membership others = listed ? without(members, host) : members;
      Verdict add = QuorumGuard.judge(others, new MemberChange.Add(host.name(), oldData));
      verdicts.add(refuse(add));
      Verdict vote = QuorumGuard.judge(add.after(), new MemberChange.Promote(""));
      verdicts.add(refuse(vote));
      members = renamed(vote.after(), host);
    }
    for (Host host : leaving) {
      String id = node(host).etcd().orElseThrow().id();
      Verdict removal = QuorumGuard.judge(members, new MemberChange.Remove(id));
      verdicts.add(refuse(removal));
      members = removal.after();
    }
    return verdicts;
  }

  private static Membership without(Membership members, Host host) {
    return new Membership(
        members.members().stream()
            .filter(m -> !(m.learner() && m.name().equals(host.name())))
            .toList());
  }

  /** What has no id yet gets one, so that the next one without is another. */
  private static Membership renamed(Membership members, Host host) {
    return new Membership(
        members.members().stream()
            .map(
                m ->
                    m.id().isEmpty()
                        ? new Membership.Member(
                            "of " + host.name(), m.name(), m.learner(), m.healthy())
                        : m)
            .toList());
  }

  private static Verdict refuse(Verdict verdict) {
    if (!verdict.allowed()) {
      throw new GuardRefused(verdict.reason(), verdict.nextStep());
    }
    return verdict;
  }

  private Plan plan() {
    List<Host> voters =
        context.inventory().masters().stream()
            .filter(h -> votes(node(h)))
            .collect(Collectors.toList());
    List<Host> holders = List.copyOf(voters);
    Context works = context.only(working);
    ClusterPki pki = ClusterPki.of(works, SharedSecrets.of(context, holders));
    Selection steps = new Selection();
    for (Host host : joining) {
      if (wipes(host)) {
        LiveNode.Member begun = node(host).member();
        Set<String> before = new HashSet<>();
        if (begun != null) {
          Step removal =
              new EtcdMembers(context, lead)
                  .leave(host.name(), begun.id(), "", "", List.copyOf(voters), Set.of());
          steps.all(List.of(removal));
          before.add(removal.id());
        }
        steps.all(List.of(Retirement.wipe(host, before)));
      }
    }
    steps.all(PeerAddresses.names(context, h -> !working.contains(h.name()), Set.of()));
    steps.all(CommonRecipe.steps(works));
    steps.all(FirewallRecipe.steps(context));
    steps.all(PkiRecipe.steps(works, pki));
    steps.all(BinariesRecipe.steps(works));
    steps.all(membership(pki, voters));
    steps.all(RuntimeRecipe.steps(works));
    steps.all(ImageArchives.steps(works));
    steps.all(ApiProxyRecipe.steps(context));
    steps.all(ControlPlaneRecipe.steps(works, pki, EtcdCluster.TOGETHER));
    steps.all(KubeletRecipe.steps(works));
    steps.all(KubeProxyRecipe.steps(works));
    steps.all(CniRecipe.routes(context));
    steps.all(retired());
    steps.all(NodeRoles.steps(context, lead));
    steps.all(ClusterRecord.steps(context, Set.of(NodeRoles.id(lead))));
    order(steps);
    return steps.verified(context);
  }

  /** Members one after the other; then those that leave. */
  private List<Step> membership(ClusterPki pki, List<Host> voters) {
    EtcdMembers members = new EtcdMembers(context, lead);
    List<Step> steps = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (Host host : context.hosts()) {
      if (working.contains(host.name()) && host.isMaster() && !joining.contains(host)) {
        steps.add(running(host, pki));
      }
    }
    for (Host host : joining) {
      List<String> entries = new ArrayList<>();
      if (wipes(host) || !node(host).oldData()) {
        voters.forEach(v -> entries.add(EtcdRecipe.entry(context, v)));
        entries.add(EtcdRecipe.entry(context, host));
      }
      Set<String> after = new HashSet<>(done);
      after.add(PkiRecipe.id(host));
      after.add(BinariesRecipe.id(host));
      after.add(Retirement.wipeId(host.name()));
      context.hosts().forEach(h -> after.add(FirewallRecipe.id(h)));
      context.hosts().forEach(h -> after.add(PeerAddresses.id(h)));
      steps.addAll(members.join(host, pki, List.copyOf(voters), entries, after));
      voters.add(host);
      done.add(EtcdRecipe.healthId(host));
      done.add(ControlPlaneRecipe.id(host));
    }
    List<Host> staying = voters.stream().filter(v -> !leaving.contains(v)).toList();
    for (Host host : leaving) {
      String name = host.name();
      LiveNode.Member member = node(host).etcd().orElseThrow();
      String heir = node(lead).etcd().orElseThrow().id();
      steps.add(Retirement.controlPlane(name, Set.copyOf(done)));
      steps.add(
          members.leave(
              name,
              member.id(),
              EtcdRecipe.clientUrl(context, host),
              heir,
              staying,
              Set.of(Retirement.controlPlaneId(name))));
      steps.add(Retirement.etcd(name, Set.of(EtcdMembers.removalId(lead, name))));
      done.add(Retirement.etcdId(name));
    }
    steps.addAll(members.known(done));
    return steps;
  }

  /** A member that votes already, on a node that is not finished. */
  private Step running(Host host, ClusterPki pki) {
    List<Operation> operations = new ArrayList<>(EtcdRecipe.operations(context, host, pki, ""));
    operations.add(
        EtcdRecipe.answers("etcd answers with a quorum", EtcdRecipe.clientUrl(context, host)));
    return new Step(
        EtcdRecipe.healthId(host),
        host.name(),
        Phase.ETCD,
        "etcd",
        operations,
        Set.of(PkiRecipe.id(host), BinariesRecipe.id(host)),
        Duration.ofMinutes(20));
  }

  /** What ends on a node that becomes something else, or begins anew. */
  private List<Step> retired() {
    List<Step> steps = new ArrayList<>();
    for (Host host : context.hosts()) {
      if (joining.contains(host) && node(host).api() != null) {
        steps.add(Retirement.apiProxy(host));
      }
      if (node(host).kubelet() && node(host).api() == null) {
        steps.add(Retirement.unknownKubelet(host));
      }
    }
    return steps;
  }

  private void order(Selection steps) {
    Set<String> votes = new HashSet<>();
    joining.forEach(h -> votes.add(ControlPlaneRecipe.id(h)));
    Set<String> finished = new HashSet<>();
    Map<String, Set<String>> more = new HashMap<>();
    for (Host host : context.hosts()) {
      String name = host.name();
      if (working.contains(name)) {
        finished.add(KubeProxyRecipe.id(host));
        finished.add(CniRecipe.routesId(host));
        await(more, CommonRecipe.id(host), Retirement.wipeId(name));
        await(more, KubeletRecipe.id(host), Retirement.kubeletId(name));
        if (leaving.contains(host)) {
          await(more, KubeletRecipe.id(host), Retirement.etcdId(name));
          await(more, PkiRecipe.id(host), Retirement.etcdId(name));
        }
      }
    }
    steps.waits(more);
    // Workers hear of a new master when its API server is ready.
    steps.waits(s -> StepKind.API_PROXY.names(s) && !working.contains(s.node()), votes);
    steps.waits(s -> s.id().equals(NodeRoles.id(lead)), finished);
  }

  private static void await(Map<String, Set<String>> more, String step, String before) {
    more.computeIfAbsent(step, s -> new HashSet<>()).add(before);
  }

  /** What the node is for, such as "master and worker". */
  public static String roleWords(Host host) {
    return host.roles().stream()
        .sorted(Comparator.comparing((Role r) -> r != Role.MASTER))
        .map(r -> r == Role.MASTER ? "master" : "worker")
        .collect(Collectors.joining(" and "));
  }
}
