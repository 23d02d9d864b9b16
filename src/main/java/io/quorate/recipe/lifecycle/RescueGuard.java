package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import io.quorate.inventory.Quorum;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.ClusterHealth.Verdict;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.Question;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.plan.facts.Vitals;
import io.quorate.recipe.cluster.EndedCertificates;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.StatusProbe;
import io.quorate.recipe.cluster.VersionProbe;
import io.quorate.recipe.component.EtcdCluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether etcd's quorum is lost for good, and who could be rescued. Nothing is changed. */
public final class RescueGuard {

  /** There while a rescue is under way. */
  static final String FOLDER = "/var/backups/etcd/rescue";

  /**
   * Where the old data are once they were put aside, and a mark when new ones are in their place.
   */
  static final String ASIDE = FOLDER + "/member";

  private static final String RESTORED = FOLDER + "/restored";

  private static final Set<String> OF_ETCD = Set.of(Question.ETCD.script(), Question.API.script());

  private RescueGuard() {}

  /** What each node is asked: as for an install, and how its member is. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    Map<String, ProbeRequest> status = StatusProbe.requests(inventory);
    InstallProbe.requests(inventory)
        .forEach(
            (name, install) -> {
              Set<String> paths = new LinkedHashSet<>(install.paths());
              paths.addAll(Set.of(FOLDER, ASIDE, RESTORED));
              ProbeRequest asked = status.getOrDefault(name, ProbeRequest.basic());
              // Of the rest, the others would only wait for an API without a quorum.
              Map<String, String> scripts = new LinkedHashMap<>(install.scripts());
              scripts.putAll(only(asked.scripts(), OF_ETCD));
              requests.put(
                  name,
                  new ProbeRequest(
                      Set.of(), Set.of(), paths, install.commands(), install.units(), "", scripts));
            });
    return requests;
  }

  private static Map<String, String> only(Map<String, String> scripts, Set<String> names) {
    Map<String, String> some = new LinkedHashMap<>(scripts);
    some.keySet().retainAll(names);
    return some;
  }

  /** The same for simulated nodes: all members run there, so none is asked. */
  public static Map<String, ProbeRequest> rehearsalRequests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    requests(inventory)
        .forEach(
            (name, r) ->
                requests.put(
                    name,
                    new ProbeRequest(
                        r.names(),
                        r.targets(),
                        r.paths(),
                        r.commands(),
                        r.units(),
                        "",
                        only(r.scripts(), Set.of(VersionProbe.SCRIPT)))));
    return requests;
  }

  /** What would have been found if all masters but one were lost. */
  public static ClusterFacts rehearsal(Inventory inventory, ClusterFacts found, String survivor) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>(found.nodes());
    Map<String, String> unreachable = new LinkedHashMap<>(found.unreachable());
    for (Host master : inventory.masters()) {
      if (!master.name().equals(survivor) && nodes.remove(master.name()) != null) {
        unreachable.put(master.name(), "lost, in this rehearsal");
      }
    }
    return new ClusterFacts(nodes, unreachable);
  }

  /** The survivor of a rescue that was cut off; none when there is no such, or not one alone. */
  public static Optional<Host> begun(Inventory inventory, ClusterFacts facts) {
    List<Host> begun =
        inventory.masters().stream()
            .filter(
                m -> {
                  NodeFacts found = facts.nodes().get(m.name());
                  return found != null && found.present().contains(FOLDER);
                })
            .toList();
    return begun.size() == 1 ? Optional.of(begun.getFirst()) : Optional.empty();
  }

  /**
   * A master that could be rescued.
   *
   * @param index raft's index as far as its member has applied it; -1 when it does not serve
   * @param words what is known of it, for a person
   */
  public record Candidate(Host host, long index, String words) {}

  /** The masters that answer and have etcd's data, the newest data first. */
  public static List<Candidate> candidates(Inventory inventory, ClusterFacts facts) {
    LiveCluster live = LiveCluster.of(inventory, facts);
    List<Candidate> candidates = new ArrayList<>();
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      if (found == null || !hasData(found)) {
        continue;
      }
      Vitals own =
          live.node(master.name())
              .flatMap(LiveNode::etcd)
              .map(LiveNode.Member::vitals)
              .orElseGet(() -> found.view() == null ? null : found.view().vitals());
      candidates.add(
          own == null
              ? new Candidate(master, -1, "its member does not serve; the data is there")
              : new Candidate(
                  master,
                  own.index(),
                  "its member serves, at raft's index "
                      + own.index()
                      + ", with "
                      + own.databaseBytes()
                      + " bytes"));
    }
    candidates.sort((a, b) -> Long.compare(b.index(), a.index()));
    return candidates;
  }

  private static boolean hasData(NodeFacts facts) {
    return EtcdCluster.hasData(facts) || facts.present().contains(FOLDER);
  }

  /**
   * Lets a rescue from the survivor pass.
   *
   * @throws GuardRefused when a quorum exists, or can be had by starting what is there
   */
  public static void judge(Inventory inventory, ClusterFacts facts, Host survivor) {
    NodeFacts found = facts.nodes().get(survivor.name());
    if (!survivor.isMaster()) {
      throw new GuardRefused(
          survivor.name() + " is no master: it has none of etcd's data.", masters(inventory));
    }
    if (found == null) {
      throw new GuardRefused(
          survivor.name() + " could not be asked.", "A survivor has to be reachable by SSH.");
    }
    // One that was cut off before it put the old data aside has changed nothing.
    if (found.present().contains(ASIDE) || found.present().contains(RESTORED)) {
      refuseRecovered(facts);
      // A rescue that was cut off: it goes on.
      return;
    }
    if (!EtcdCluster.hasData(found)) {
      throw new GuardRefused(
          survivor.name() + " has none of etcd's data.",
          candidates(inventory, facts).isEmpty()
              ? "No master that answers has any. What is left are snapshots, in /var/backups/etcd"
                  + " of each master."
              : "Take " + names(candidates(inventory, facts)) + ".");
    }
    refuseQuorum(inventory, facts);
  }

  /** What a rescue has made has one member; a quorum of more is the old cluster, come back. */
  private static void refuseRecovered(ClusterFacts facts) {
    for (NodeFacts node : facts.nodes().values()) {
      MasterView view = node.view();
      if (view != null && view.reads().contains(view.memberId())) {
        long voting = view.members().stream().filter(m -> !m.learner()).count();
        if (voting > 1) {
          throw new GuardRefused(
              "etcd has its quorum on %s: %d voting members, %d healthy. The lost masters have come back."
                  .formatted(node.node(), voting, view.reads().size()),
              "Nothing has to be rescued. What is left of the rescue that was cut off is in "
                  + FOLDER
                  + ": move it away.");
        }
      }
    }
  }

  private static void refuseQuorum(Inventory inventory, ClusterFacts facts) {
    LiveCluster live = LiveCluster.of(inventory, facts);
    Membership members = live.membership();
    int voting = members == null ? inventory.masters().size() : members.voting();
    int quorum = new Quorum(voting).size();
    if (live.health().quorum()) {
      throw new GuardRefused(
          live.health().verdict() == Verdict.SPLIT
              ? live.found()
              : "etcd has its quorum: "
                  + (members == null ? voting + " voting members" : members.words())
                  + ".",
          "Nothing has to be rescued. " + insteadOfRescue(live));
    }
    refuseLed(live, facts);
    List<Candidate> withData =
        candidates(inventory, facts).stream()
            .filter(c -> !isLearner(facts.nodes().get(c.host().name())))
            .toList();
    if (withData.size() >= quorum) {
      throw new GuardRefused(
          "etcd's quorum can be had: %d of %d masters answer and have their data, quorum %d: %s."
              .formatted(withData.size(), voting, quorum, names(withData)),
          (EndedCertificates.ofEtcd(facts, Instant.now()).isEmpty()
                  ? "Start etcd there (`systemctl start etcd`, or `quorate install`), and look at"
                      + " `journalctl -u etcd` when it does not start."
                  : "Their certificates have ended: `quorate certificates renew` makes new ones,"
                      + " over SSH alone.")
              + " A rescue would throw away what the survivor has not. Where it cannot be started"
              + " any more, move /var/lib/etcd/member away on that node, and say this again.");
    }
  }

  /**
   * A member knows of a leader for as long as it has heard one within an election's time-out, and a
   * leader steps down when it does not hear a majority: then one runs, perhaps on masters that only
   * we do not reach. A learner never stands for election, and so never forgets a leader.
   */
  private static void refuseLed(LiveCluster live, ClusterFacts facts) {
    for (NodeFacts node : facts.nodes().values()) {
      MasterView view = node.view();
      if (view != null && !view.leaderId().isEmpty() && !isLearner(node)) {
        String leader =
            live.nodes().stream()
                .filter(n -> n.etcd().map(m -> m.id().equals(view.leaderId())).orElse(false))
                .map(LiveNode::name)
                .findFirst()
                .orElse("the member " + view.leaderId());
        throw new GuardRefused(
            "The member of %s follows a leader, %s: a majority of etcd's members agrees, though it answers no read in time."
                .formatted(node.node(), leader),
            "A rescue beside it would make two clusters. If the others were lost a moment ago, say"
                + " this again in a minute; if not, they run where SSH does not get to them.");
      }
    }
  }

  private static boolean isLearner(@Nullable NodeFacts node) {
    MasterView view = node == null ? null : node.view();
    return view != null && view.own() != null && view.own().learner();
  }

  /** What helps a cluster that has its quorum, by the same judgement that the other guards read. */
  private static String insteadOfRescue(LiveCluster live) {
    if (live.health().verdict() == Verdict.SPLIT || live.health().verdict() == Verdict.API_DOWN) {
      return live.remedy();
    }
    if (live.health().has(ClusterHealth.Kind.MEMBERS_UNSEEN)) {
      return "Its members follow one leader, and are too slow to answer: look at their disks and"
          + " at port 2379, and say this again.";
    }
    String dead =
        live.membership() == null
            ? ""
            : live.membership().dead().stream()
                .map(Membership.Member::name)
                .collect(Collectors.joining(" "));
    return dead.isEmpty()
        ? "`quorate status` says how it is."
        : "Take dead masters out by `quorate remove "
            + dead
            + "`, and add new ones by `quorate add`.";
  }

  private static String masters(Inventory inventory) {
    return "The masters are "
        + inventory.masters().stream().map(Host::name).collect(Collectors.joining(", "))
        + ".";
  }

  private static String names(List<Candidate> candidates) {
    return candidates.stream().map(c -> c.host().name()).collect(Collectors.joining(", "));
  }
}
