package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import io.quorate.inventory.Quorum;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.ClusterHealth.Finding;
import io.quorate.plan.facts.ClusterHealth.Verdict;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges a live cluster by what its masters answered; nobody else does. */
final class HealthJudge {

  private final Inventory inventory;
  private final ClusterFacts facts;
  private final Map<String, MasterView> views;
  private final List<LiveNode> nodes;
  private final @Nullable Membership membership;

  /**
   * @param views of the masters that were asked, by their names
   * @param nodes all that is known of each
   * @param membership null when no master knows any member that votes
   */
  HealthJudge(
      Inventory inventory,
      ClusterFacts facts,
      Map<String, MasterView> views,
      List<LiveNode> nodes,
      @Nullable Membership membership) {
    this.inventory = inventory;
    this.facts = facts;
    this.views = views;
    this.nodes = nodes;
    this.membership = membership;
  }

  ClusterHealth judge() {
    Membership members = membership;
    String sides = sides();
    List<Finding> findings =
        new HealthFindings(inventory, facts, views, nodes, members, sides, isProved()).all();
    if (!sides.isEmpty()) {
      return health(
          Verdict.SPLIT,
          "The masters are members of different etcd clusters: " + sides + ".",
          "Take those that do not belong here out of the inventory.",
          findings);
    }
    Set<String> strange = foreign();
    if (!strange.isEmpty()) {
      return health(
          Verdict.FOREIGN,
          "On " + String.join(", ", strange) + " is a cluster that Quorate did not make.",
          "Take them out of the inventory, or clear them with the tool that made it.",
          findings);
    }
    if (members == null) {
      return withoutMembers(findings);
    }
    if (nodes.stream().noneMatch(n -> n.host() != null && n.member() != null)) {
      return health(
          Verdict.FOREIGN,
          "None of etcd's members is in the inventory.",
          "This is another cluster's inventory, or its addresses are not those of the members.",
          findings);
    }
    if (!isProved()) {
      return health(
          Verdict.QUORUM_LOST,
          "The quorum is lost: " + members.counts() + ".",
          wayBack(members.quorum()),
          findings);
    }
    if (views.values().stream().noneMatch(v -> v.api().isReady())) {
      return apiDown(members, findings);
    }
    return quorate(members, findings);
  }

  private ClusterHealth health(
      Verdict verdict, String found, String remedy, List<Finding> findings) {
    return new ClusterHealth(
        verdict, isProved(), found, remedy, verdict == Verdict.NEW ? List.of() : findings);
  }

  /** Of masters that could not be asked nobody knows: their API servers may well be ready. */
  private ClusterHealth apiDown(Membership members, List<Finding> findings) {
    List<String> asked =
        inventory.masters().stream()
            .map(Host::name)
            .filter(n -> views.containsKey(n) && views.get(n).api().isAsked())
            .toList();
    boolean all = asked.size() == inventory.masters().size();
    String those = asked.isEmpty() ? "none" : String.join(", ", asked);
    return health(
        Verdict.API_DOWN,
        "etcd has its quorum, and no API server "
            + (all ? "is ready" : "of those that could be asked (" + those + ") is ready")
            + ": "
            + members.words()
            + ".",
        "Look at `systemctl status kube-apiserver` on "
            + (asked.isEmpty() || all ? "the masters" : those)
            + ", and bring one back"
            + (all ? "." : "; or make the other masters reachable."),
        findings);
  }

  /** The masters of different clusters against one another; empty when there is one at most. */
  private String sides() {
    Map<String, List<String>> clusters = new LinkedHashMap<>();
    views.forEach(
        (name, view) -> {
          if (!view.clusterId().isEmpty()) {
            clusters.computeIfAbsent(view.clusterId(), id -> new ArrayList<>()).add(name);
          }
        });
    return clusters.size() < 2
        ? ""
        : clusters.values().stream()
            .map(names -> String.join(", ", names))
            .collect(Collectors.joining(" against "));
  }

  /** A list of the members proves no quorum: one alone gives it, up to etcd 3.4. */
  private boolean isProved() {
    return views.values().stream().anyMatch(v -> !v.reads().isEmpty()) || isFollowed();
  }

  /** Whether a majority follows one leader, though it is too busy to answer a read in time. */
  private boolean isFollowed() {
    Map<String, Long> followers =
        views.values().stream()
            .filter(v -> !v.leaderId().isEmpty() && votes(v))
            .collect(
                Collectors.groupingBy(
                    v -> v.clusterId() + " " + v.leaderId() + " " + HealthFindings.term(v),
                    Collectors.counting()));
    int voting = membership == null ? inventory.masters().size() : membership.voting();
    int majority = new Quorum(Math.max(1, voting)).size();
    return followers.values().stream().anyMatch(n -> n >= majority);
  }

  private static boolean votes(MasterView view) {
    return view.members().stream()
        .filter(m -> m.id().equals(view.memberId()))
        .noneMatch(EtcdMember::learner);
  }

  /** Masters with something of a cluster on them of which Quorate has no record. */
  private Set<String> foreign() {
    Set<String> names = new TreeSet<>();
    facts
        .nodes()
        .forEach(
            (name, found) -> {
              if (isOfInventory(name) && isForeign(found)) {
                names.add(name);
              }
            });
    return names;
  }

  private boolean isOfInventory(String name) {
    return inventory.hosts().stream().anyMatch(h -> h.name().equals(name));
  }

  private static boolean isForeign(NodeFacts found) {
    return !found.isOurs() && !Residue.among(found.present()).isEmpty();
  }

  private ClusterHealth withoutMembers(List<Finding> findings) {
    List<String> withData = nodes.stream().filter(LiveNode::oldData).map(LiveNode::name).toList();
    if (!withData.isEmpty()) {
      return health(
          Verdict.QUORUM_LOST,
          "etcd has data on " + String.join(", ", withData) + ", and no quorum answers.",
          wayBack(new Quorum(inventory.masters().size()).size()),
          findings);
    }
    List<String> silent =
        nodes.stream()
            .filter(n -> n.isMaster() && !n.unreachable().isEmpty())
            .map(LiveNode::name)
            .toList();
    return silent.isEmpty()
        ? health(
            Verdict.NEW, "There is no cluster yet.", "Install it: `quorate install`.", findings)
        : health(
            Verdict.UNREACHABLE,
            (silent.size() == inventory.masters().size()
                    ? "No master could be asked"
                    : "No master that answers knows of a cluster, and "
                        + String.join(", ", silent)
                        + (silent.size() == 1 ? " does" : " do")
                        + " not answer")
                + ": how the cluster is is not known.",
            "Make the masters reachable.",
            findings);
  }

  /** Which of the ways back from a lost quorum is open, as {@code RescueGuard} judges it. */
  private String wayBack(int majority) {
    Set<String> ended = EndedCertificates.ofEtcd(facts, Instant.now());
    if (!ended.isEmpty()) {
      return "The certificates of etcd have ended on "
          + String.join(", ", ended)
          + ", so that members refuse one another: `quorate certificates renew` makes new ones,"
          + " over SSH alone.";
    }
    List<String> withData =
        nodes.stream().filter(LiveNode::isSurvivor).map(LiveNode::name).toList();
    if (withData.size() >= majority) {
      return "That many masters answer and have their data: start etcd on "
          + String.join(", ", withData)
          + " (`systemctl start etcd`), and look at `journalctl -u etcd` there.";
    }
    return withData.isEmpty()
        ? "Bring a member back; no master that answers has etcd's data, so there is nothing to"
            + " rescue yet."
        : "Bring a member back; if the majority is gone for good, `quorate rescue --survivor "
            + withData.getFirst()
            + "` starts anew from what "
            + withData.getFirst()
            + " has.";
  }

  private static ClusterHealth quorate(Membership members, List<Finding> findings) {
    if (findings.isEmpty()) {
      return new ClusterHealth(
          Verdict.HEALTHY, true, "Everything answers: " + members.words() + ".", "", findings);
    }
    StringBuilder found = new StringBuilder();
    Set<String> names = new TreeSet<>();
    findings.stream()
        .filter(f -> !f.kind().isOfCluster())
        .map(Finding::node)
        .filter(n -> !n.isEmpty())
        .forEach(names::add);
    found
        .append(
            names.isEmpty()
                ? "Every node answers"
                : "Not all is well with " + String.join(", ", names))
        .append(": ")
        .append(members.words())
        .append('.');
    findings.stream()
        .filter(f -> f.kind().isOfCluster())
        .forEach(f -> found.append(' ').append(f.words()));
    String remedy =
        names.isEmpty()
            ? ""
            : "Look at what is known of "
                + (names.size() == 1 ? "it" : "them")
                + "; what is dead for good is taken out by `quorate remove`.";
    return new ClusterHealth(Verdict.DEGRADED, true, found.toString(), remedy, findings);
  }
}
