package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.recipe.component.EtcdCluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as all masters together see it.
 *
 * @param health how it is
 * @param membership etcd's members; null when no master knows any
 * @param nodes those of the inventory in its order, then those that only etcd or the API knows
 * @param apiAnswers whether an API server listed the nodes
 */
public record LiveCluster(
    ClusterHealth health,
    @Nullable Membership membership,
    List<LiveNode> nodes,
    boolean apiAnswers) {

  public LiveCluster {
    nodes = List.copyOf(nodes);
  }

  /** What it is in a sentence. */
  public String found() {
    return health.found();
  }

  /** What to do about it, a sentence; empty when nothing. */
  public String remedy() {
    return health.remedy();
  }

  /**
   * Lets changes of a cluster pass that has its quorum and an API server.
   *
   * @throws GuardRefused when it has not, with what to do
   */
  public void refuseUnlessServing() {
    switch (health.verdict()) {
      case HEALTHY, DEGRADED -> {}
      case NEW, API_DOWN, QUORUM_LOST, UNREACHABLE, SPLIT, FOREIGN ->
          throw new GuardRefused(found(), remedy());
    }
    if (!apiAnswers) {
      throw new GuardRefused(
          "No API server answers.", "Bring one back (`systemctl status kube-apiserver`).");
    }
    if (health.has(ClusterHealth.Kind.MEMBERS_UNSEEN)) {
      throw new GuardRefused(found(), remedy());
    }
  }

  /** Masters that SSH gets to and that have etcd's data, the newest data first. */
  public List<LiveNode> survivors() {
    return nodes.stream()
        .filter(LiveNode::isSurvivor)
        .sorted(Comparator.comparingLong(LiveNode::index).reversed())
        .toList();
  }

  public Optional<LiveNode> node(String name) {
    return nodes.stream().filter(n -> n.name().equals(name)).findFirst();
  }

  /**
   * The same, with what earlier looks found.
   *
   * @param silent when SSH was first seen not to get to a node, by its name
   */
  public LiveCluster silentSince(Map<String, Instant> silent) {
    return new LiveCluster(
        health,
        membership,
        nodes.stream()
            .map(
                n -> {
                  Instant first = silent.get(n.name());
                  return first == null || n.unreachable().isEmpty() ? n : n.silentSince(first);
                })
            .toList(),
        apiAnswers);
  }

  /**
   * @param facts the answers to {@code LiveProbe.requests}
   */
  public static LiveCluster of(Inventory inventory, ClusterFacts facts) {
    return new Merge(inventory, facts).cluster();
  }

  /** The host of a URL, without brackets. */
  static String host(String url) {
    String place = url.substring(url.indexOf("://") < 0 ? 0 : url.indexOf("://") + 3);
    int colon = place.lastIndexOf(':');
    String host = colon < 0 ? place : place.substring(0, colon);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** All accounts of the masters side by side, and what they come to. */
  private static final class Merge {
    private final Inventory inventory;
    private final ClusterFacts facts;
    private final Map<String, MasterView> views = new LinkedHashMap<>();
    private final Set<String> reads = new HashSet<>();
    private final Map<String, MasterView> byMember = new HashMap<>();

    Merge(Inventory inventory, ClusterFacts facts) {
      this.inventory = inventory;
      this.facts = facts;
      for (Host host : inventory.hosts()) {
        NodeFacts found = facts.nodes().get(host.name());
        MasterView view = found == null ? null : found.view();
        if (view != null) {
          views.put(host.name(), view);
          reads.addAll(view.reads());
          if (!view.memberId().isEmpty()) {
            byMember.put(view.memberId(), view);
          }
        }
      }
    }

    LiveCluster cluster() {
      List<EtcdMember> members = members();
      List<ApiNode> api =
          views.values().stream()
              .map(MasterView::nodes)
              .filter(n -> n != null)
              .findFirst()
              .orElse(null);
      List<LiveNode> nodes = nodes(members, api == null ? List.of() : api);
      Membership membership = membership(nodes);
      ClusterHealth health = new HealthJudge(inventory, facts, views, nodes, membership).judge();
      return new LiveCluster(health, membership, nodes, api != null);
    }

    /** By those that agree with a quorum, else by whoever knows any. */
    private List<EtcdMember> members() {
      List<MasterView> known = views.values().stream().filter(v -> !v.members().isEmpty()).toList();
      return known.stream()
          .filter(v -> v.reads().contains(v.memberId()))
          .findFirst()
          .or(() -> known.stream().findFirst())
          .map(MasterView::members)
          .orElse(List.of());
    }

    private List<LiveNode> nodes(List<EtcdMember> members, List<ApiNode> api) {
      Map<String, EtcdMember> unclaimed = new LinkedHashMap<>();
      members.forEach(m -> unclaimed.put(m.id(), m));
      Map<String, ApiNode> byName = new LinkedHashMap<>();
      api.forEach(n -> byName.put(n.name(), n));
      List<LiveNode> nodes = new ArrayList<>();
      for (Host host : inventory.hosts()) {
        EtcdMember member = members.stream().filter(m -> isOf(m, host)).findFirst().orElse(null);
        if (member != null) {
          unclaimed.remove(member.id());
        }
        nodes.add(node(host, member, byName.remove(host.name())));
      }
      for (EtcdMember member : unclaimed.values()) {
        String name = member.name().isEmpty() ? host(member.peerUrl()) : member.name();
        nodes.add(stranger(name, member, byName.remove(name)));
      }
      byName.forEach((name, node) -> nodes.add(stranger(name, null, node)));
      return nodes;
    }

    private boolean isOf(EtcdMember member, Host host) {
      NodeFacts found = facts.nodes().get(host.name());
      Set<String> own = new HashSet<>(List.of(host.nodeAddress(), host.address()));
      if (found != null) {
        own.addAll(found.addresses());
      }
      return own.contains(host(member.peerUrl())) || member.name().equals(host.name());
    }

    private LiveNode node(Host host, @Nullable EtcdMember member, @Nullable ApiNode api) {
      NodeFacts found = facts.nodes().get(host.name());
      MasterView view = views.get(host.name());
      String why =
          found != null ? "" : facts.unreachable().getOrDefault(host.name(), "it was not asked");
      return new LiveNode(
          host.name(),
          host,
          why,
          member == null ? null : member(member),
          api,
          views.values().stream().anyMatch(v -> v.nodes() != null),
          view == null ? ApiAnswer.none() : view.api(),
          found != null && found.units().contains("kubelet.service"),
          found != null && EtcdCluster.hasData(found),
          since(found, member));
    }

    /** Since when a member is dead only its own machine can tell. */
    private UptimeRecord since(@Nullable NodeFacts found, @Nullable EtcdMember member) {
      UptimeRecord own = found == null ? UptimeRecord.unknown() : UptimeRecord.of(told(found));
      if (member == null || member(member).healthy()) {
        return own;
      }
      return own.withMember(
          found == null || found.units().contains("etcd.service")
              ? null
              : UptimeRecord.stopped(told(found)));
    }

    private static String told(NodeFacts facts) {
      return facts.records().getOrDefault(UptimeRecord.SCRIPT, "");
    }

    private LiveNode stranger(String name, @Nullable EtcdMember member, @Nullable ApiNode api) {
      return new LiveNode(
          name,
          null,
          "the inventory does not have it",
          member == null ? null : member(member),
          api,
          views.values().stream().anyMatch(v -> v.nodes() != null),
          ApiAnswer.none(),
          false,
          false,
          since(null, member));
    }

    private LiveNode.Member member(EtcdMember member) {
      MasterView own = byMember.get(member.id());
      boolean leads =
          views.values().stream()
              .anyMatch(v -> !v.leaderId().isEmpty() && v.leaderId().equals(member.id()));
      return new LiveNode.Member(
          member.id(),
          member.peerUrl(),
          member.learner(),
          !member.name().isEmpty(),
          // A learner answers no reads that need the leader; that it answers at all is all there
          // is.
          member.learner() ? own != null : reads.contains(member.id()),
          leads,
          own == null ? null : own.vitals());
    }

    private @Nullable Membership membership(List<LiveNode> nodes) {
      List<Membership.Member> members = new ArrayList<>();
      for (LiveNode node : nodes) {
        LiveNode.Member member = node.member();
        if (member != null) {
          members.add(
              new Membership.Member(member.id(), node.name(), member.learner(), member.healthy()));
        }
      }
      return members.stream().allMatch(Membership.Member::learner) ? null : new Membership(members);
    }
  }
}
