package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.plan.ClusterChange;
import io.quorate.plan.ClusterChange.AddLearner;
import io.quorate.plan.ClusterChange.MoveLeader;
import io.quorate.plan.ClusterChange.PromoteLearner;
import io.quorate.plan.ClusterChange.RemoveMember;
import io.quorate.plan.ClusterChange.SnapshotBefore;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Members of a running etcd cluster come and go (etcd.io/docs, runtime reconfiguration). Each step
 * finds out itself how far an earlier run came.
 *
 * @param context with the masters that the cluster will have
 * @param lead a master that is a healthy member and stays one
 */
public record EtcdMembers(Context context, Host lead) {

  /** What scripts know of etcd's members: {@code members}, {@code ask} and others. */
  public static final String FUNCTIONS = new Template("etcd/members.lib.sh").text();

  static String learnerId(Host lead, Host joining) {
    return StepKind.ETCD_LEARNER.of(joining.name(), lead.name());
  }

  public static String removalId(Host lead, String leaving) {
    return StepKind.ETCD_REMOVAL.of(leaving, lead.name());
  }

  static String knownId(Host host) {
    return StepKind.ETCD_KNOWN.on(host.name());
  }

  /**
   * The way of a master to its vote: a snapshot, learner, start, all data, promotion.
   *
   * @param voters the voting members at that time
   * @param entries of all members at that time, the joining one among them; empty when it has begun
   *     with them already
   * @param after ids of steps that come before the cluster hears of it
   */
  public List<Step> join(
      Host joining, ClusterPki pki, List<Host> voters, List<String> entries, Set<String> after) {
    String endpoints = EtcdRecipe.endpoints(context, voters);
    String url = EtcdRecipe.peerUrl(context, joining);
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            learnerId(lead, joining),
            lead.name(),
            Phase.ETCD,
            joining.name() + " joins etcd as a learner",
            List.of(
                EtcdRecipe.answers("every voting member is healthy", endpoints),
                snapshot(
                    "snapshot before " + joining.name() + " joins",
                    "member-add",
                    Map.of("ENDPOINTS", endpoints, "ETCD_LEARNER_URL", url),
                    new AddLearner(url)),
                members(
                        joining.name() + " is a member",
                        "member-add",
                        Map.of(
                            "ENDPOINTS", endpoints,
                            "ETCD_LEARNER_URL", url,
                            "ETCD_LEARNER_NAME", joining.name()))
                    .changing(new AddLearner(url))
                    .doing("adding " + joining.name() + " to etcd's members")),
            after,
            Duration.ofMinutes(15)));
    steps.add(
        new Step(
            EtcdRecipe.id(joining),
            joining.name(),
            Phase.ETCD,
            "etcd",
            started(joining, pki, entries),
            Set.of(learnerId(lead, joining), PkiRecipe.id(joining), BinariesRecipe.id(joining)),
            Duration.ofMinutes(20)));
    List<Host> members = new ArrayList<>(context.inventory().masters());
    members.removeIf(m -> !m.equals(joining) && !voters.contains(m));
    steps.add(
        new Step(
            EtcdRecipe.healthId(joining),
            joining.name(),
            Phase.ETCD,
            "etcd has all data and votes",
            List.of(
                members(
                        joining.name() + " votes",
                        "member-promote",
                        Map.of("ENDPOINTS", endpoints, "ETCD_PROMOTE_URL", url))
                    .changing(new PromoteLearner(url))
                    .doing("promoting " + joining.name() + " to a voting member of etcd"),
                EtcdRecipe.answers(
                    "etcd answers with a quorum", EtcdRecipe.clientUrl(context, joining)),
                EtcdRecipe.formed(members)),
            Set.of(EtcdRecipe.id(joining)),
            Duration.ofMinutes(30)));
    return steps;
  }

  private List<Operation> started(Host joining, ClusterPki pki, List<String> entries) {
    List<Operation> operations =
        new ArrayList<>(
            EtcdRecipe.operations(
                context,
                joining,
                pki,
                entries.isEmpty()
                    ? ""
                    : EtcdRecipe.bootstrap(context.inventory().etcd(), "existing", entries)));
    // Before the last, which is its start.
    operations.add(
        operations.size() - 1,
        AssetScript.of("data from the other members", "etcd/first-data", Map.of())
            .doing("fetching etcd's data from the other members"));
    return operations;
  }

  /**
   * A member goes: a snapshot, another leader if it leads, removal by its id.
   *
   * @param voters the voting members that stay
   * @param url where its clients reach it; empty when nobody does
   * @param heir the id of a member that may lead afterwards
   */
  public Step leave(
      String name, String id, String url, String heir, List<Host> voters, Set<String> after) {
    String endpoints = EtcdRecipe.endpoints(context, voters);
    Map<String, String> removal = Map.of("ENDPOINTS", endpoints, "ETCD_REMOVE_ID", id);
    List<Operation> operations = new ArrayList<>();
    operations.add(
        EtcdRecipe.answers("etcd answers with a quorum", EtcdRecipe.clientUrl(context, lead)));
    operations.add(
        snapshot(
            "snapshot before " + name + " leaves", "member-remove", removal, new RemoveMember(id)));
    if (!url.isEmpty()) {
      operations.add(
          members(
                  "another member leads",
                  "leader-move",
                  Map.of("ETCD_LEADER_URL", url, "ETCD_LEADER_NEXT", heir))
              .changing(new MoveLeader(id, heir))
              .doing("moving etcd's leadership to another member"));
    }
    operations.add(
        members("member " + id + " of " + name + " is gone", "member-remove", removal)
            .changing(new RemoveMember(id))
            .doing("removing the member " + id + " of " + name + " from etcd"));
    return new Step(
        removalId(lead, name),
        lead.name(),
        Phase.ETCD,
        name + " leaves etcd",
        operations,
        after,
        Duration.ofMinutes(15));
  }

  /** What each master keeps of who the members are, once they are. */
  public List<Step> known(Set<String> after) {
    return context.hosts().stream()
        .filter(Host::isMaster)
        .map(
            host ->
                new Step(
                    knownId(host),
                    host.name(),
                    Phase.ETCD,
                    "etcd's members for tools",
                    List.of(
                        EtcdRecipe.tool(context), EtcdRecipe.formed(context.inventory().masters())),
                    after,
                    Duration.ofMinutes(2)))
        .collect(Collectors.toList());
  }

  private static Script members(String title, String name, Map<String, String> environment) {
    return AssetScript.using(FUNCTIONS, title, "etcd/" + name, environment).asking();
  }

  /** Taken while the change that it comes before has not been made. */
  private static Script snapshot(
      String title, String script, Map<String, String> environment, ClusterChange change) {
    return new Script(
            title,
            members(title, script, environment).check(),
            SnapshotTimer.PROGRAM,
            environment,
            2)
        .changing(new SnapshotBefore(change))
        .doing("taking a snapshot of etcd");
  }
}
