package io.quorate.recipe;

import io.quorate.facts.ClusterFacts;
import io.quorate.facts.ClusterStatus;
import io.quorate.facts.ClusterStatus.Member;
import io.quorate.facts.MasterView.Question;
import io.quorate.facts.NodeFacts;
import io.quorate.facts.ProbeRequest;
import io.quorate.facts.Vitals;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Quorum;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether etcd's quorum is lost for good, and who could be rescued. Nothing is changed. */
public final class RescueGuard {

  /** There while a rescue is under way. */
  static final String FOLDER = "/var/backups/etcd/rescue";

  private static final Set<String> OF_ETCD =
      Set.of(Question.STATUS.script(), Question.OWN_MEMBERS.script(), Question.HEALTH.script());

  private RescueGuard() {}

  /** What each node is asked: as for an install, and how its member is. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    Map<String, ProbeRequest> status = StatusProbe.requests(inventory);
    InstallProbe.requests(inventory)
        .forEach(
            (name, install) -> {
              Set<String> paths = new LinkedHashSet<>(install.paths());
              paths.add(FOLDER);
              ProbeRequest asked = status.getOrDefault(name, ProbeRequest.basic());
              // Of the rest, the others would only wait for an API without a quorum.
              Map<String, String> scripts = new LinkedHashMap<>(install.scripts());
              scripts.putAll(only(asked.scripts(), OF_ETCD));
              requests.put(
                  name,
                  new ProbeRequest(
                      Set.of(),
                      Set.of(),
                      paths,
                      install.commands(),
                      install.units(),
                      install.etcdctl(),
                      scripts));
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
                        r.names(), r.targets(), r.paths(), r.commands(), r.units(), "", Map.of())));
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
    Map<String, Vitals> vitals = new LinkedHashMap<>();
    for (Member member : status(inventory, facts).members()) {
      if (member.vitals() != null) {
        vitals.put(member.name(), member.vitals());
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      if (found == null || !hasData(found)) {
        continue;
      }
      Vitals own = vitals.get(master.name());
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

  private static ClusterStatus status(Inventory inventory, ClusterFacts facts) {
    return StatusReading.of(inventory, facts, Instant.EPOCH);
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
    if (found.present().contains(FOLDER)) {
      refuseRecovered(inventory, facts);
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

  private static List<Member> voters(Inventory inventory, ClusterFacts facts) {
    return status(inventory, facts).members().stream().filter(m -> !m.learner()).toList();
  }

  /** What a rescue has made has one member; a quorum of more is the old cluster, come back. */
  private static void refuseRecovered(Inventory inventory, ClusterFacts facts) {
    List<Member> voters = voters(inventory, facts);
    long healthy = voters.stream().filter(Member::healthy).count();
    if (voters.size() > 1 && healthy >= new Quorum(voters.size()).size()) {
      throw new GuardRefused(
          "etcd has its quorum: %d voting members, %d healthy. The lost masters have come back."
              .formatted(voters.size(), healthy),
          "Nothing has to be rescued. What is left of the rescue that was cut off is in "
              + FOLDER
              + ": move it away.");
    }
  }

  private static void refuseQuorum(Inventory inventory, ClusterFacts facts) {
    List<Member> voters = voters(inventory, facts);
    int voting = Math.max(1, voters.size());
    int quorum = new Quorum(voting).size();
    long healthy = voters.stream().filter(Member::healthy).count();
    boolean leads = facts.nodes().values().stream().anyMatch(n -> n.etcdMembers() != null);
    if (healthy > 0 || leads) {
      throw new GuardRefused(
          "etcd has its quorum: %d voting members, %d healthy, quorum %d."
              .formatted(voting, healthy, quorum),
          "Nothing has to be rescued. Take dead masters out by `quorate remove`, and add new ones"
              + " by `quorate add`.");
    }
    List<Candidate> withData = candidates(inventory, facts);
    if (withData.size() >= quorum) {
      throw new GuardRefused(
          "etcd's quorum can be had: %d of %d masters answer and have their data, quorum %d: %s."
              .formatted(withData.size(), voting, quorum, names(withData)),
          "Start etcd there (`systemctl start etcd`, or `quorate install`), and look at `journalctl"
              + " -u etcd` when it does not start. A rescue would throw away what the survivor"
              + " has not.");
    }
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
