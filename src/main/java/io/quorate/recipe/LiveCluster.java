package io.quorate.recipe;

import io.quorate.facts.ClusterFacts;
import io.quorate.facts.MasterView;
import io.quorate.facts.MasterView.ApiNode;
import io.quorate.facts.NodeFacts;
import io.quorate.facts.NodeFacts.EtcdMember;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as all masters together see it.
 *
 * @param state what it is in one word
 * @param found that in a sentence
 * @param remedy what to do about it, a sentence; empty when nothing
 * @param membership etcd's members; null when no master knows any
 * @param nodes those of the inventory in its order, then those that only etcd or the API knows
 * @param apiAnswers whether an API server listed the nodes
 */
public record LiveCluster(
    State state,
    String found,
    String remedy,
    @Nullable Membership membership,
    List<LiveNode> nodes,
    boolean apiAnswers) {

  /** What a cluster may be. */
  public enum State {
    /** Nothing of a cluster is there yet. */
    NEW,
    /** Everything answers. */
    HEALTHY,
    /** A quorum is there, but not everything answers, or somebody is about to join. */
    DEGRADED,
    /** There are members, and no majority of them answers. */
    QUORUM_LOST,
    /** Masters belong to different clusters. */
    SPLIT,
    /** What is there is not Quorate's, or not of this inventory. */
    FOREIGN
  }

  public LiveCluster {
    nodes = List.copyOf(nodes);
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
        state,
        found,
        remedy,
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
   * @param facts the answers to {@link LiveProbe#requests}
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
    private final Set<String> healthy = new HashSet<>();
    private final Map<String, MasterView> byMember = new HashMap<>();

    Merge(Inventory inventory, ClusterFacts facts) {
      this.inventory = inventory;
      this.facts = facts;
      for (Host host : inventory.hosts()) {
        NodeFacts found = facts.nodes().get(host.name());
        MasterView view = found == null ? null : found.view();
        if (view != null) {
          views.put(host.name(), view);
          view.healthy().forEach(url -> healthy.add(host(url)));
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
      Judged judged = judged(nodes, membership);
      return new LiveCluster(
          judged.state(), judged.found(), judged.remedy(), membership, nodes, api != null);
    }

    /** By those that agree with a quorum, else by whoever knows any. */
    private List<EtcdMember> members() {
      List<MasterView> known = views.values().stream().filter(v -> !v.members().isEmpty()).toList();
      return known.stream()
          .filter(v -> !v.healthy().isEmpty() && !v.memberId().isEmpty())
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
          view == null ? "" : view.api(),
          found != null && found.units().contains("kubelet.service"),
          found != null && EtcdCluster.hasData(found),
          since(found, member));
    }

    /** Of a dead member the others tell; the first that noticed counts. */
    private Since since(@Nullable NodeFacts found, @Nullable EtcdMember member) {
      Since own = found == null ? Since.unknown() : Since.of(told(found));
      if (member == null || member(member).healthy()) {
        return own;
      }
      return own.withMember(
          facts.nodes().values().stream()
              .filter(Merge::isMember)
              .map(f -> Since.silentPeers(told(f)).get(member.id()))
              .flatMap(Stream::ofNullable)
              .min(Comparator.naturalOrder())
              .orElse(null));
    }

    /** One whose own member is dead has heard nothing lately. */
    private static boolean isMember(NodeFacts facts) {
      MasterView view = facts.view();
      return view != null && !view.memberId().isEmpty();
    }

    private static String told(NodeFacts facts) {
      return facts.records().getOrDefault(Since.SCRIPT, "");
    }

    private LiveNode stranger(String name, @Nullable EtcdMember member, @Nullable ApiNode api) {
      return new LiveNode(
          name,
          null,
          "the inventory does not have it",
          member == null ? null : member(member),
          api,
          "",
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
          member.learner() ? own != null : healthy.contains(host(member.peerUrl())),
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

    private record Judged(State state, String found, String remedy) {}

    private Judged judged(List<LiveNode> nodes, @Nullable Membership membership) {
      Map<String, List<String>> clusters = new LinkedHashMap<>();
      views.forEach(
          (name, view) -> {
            if (!view.clusterId().isEmpty()) {
              clusters.computeIfAbsent(view.clusterId(), id -> new ArrayList<>()).add(name);
            }
          });
      if (clusters.size() > 1) {
        String sides =
            clusters.values().stream()
                .map(names -> String.join(", ", names))
                .collect(Collectors.joining(" against "));
        return new Judged(
            State.SPLIT,
            "The masters are members of different etcd clusters: " + sides + ".",
            "Take those that do not belong here out of the inventory.");
      }
      Set<String> strange = foreign();
      if (!strange.isEmpty()) {
        return new Judged(
            State.FOREIGN,
            "On " + String.join(", ", strange) + " is a cluster that Quorate did not make.",
            "Take them out of the inventory, or clear them with the tool that made it.");
      }
      if (membership == null) {
        return withoutMembers(nodes);
      }
      if (nodes.stream().noneMatch(n -> n.host() != null && n.member() != null)) {
        return new Judged(
            State.FOREIGN,
            "None of etcd's members is in the inventory.",
            "This is another cluster's inventory, or its addresses are not those of the members.");
      }
      if (!membership.hasQuorum()) {
        return new Judged(
            State.QUORUM_LOST,
            "The quorum is lost: " + membership.words() + ".",
            "Bring a member back; if the majority is gone for good, `quorate rescue` starts anew"
                + " from a survivor.");
      }
      return quorate(nodes, membership);
    }

    /** Masters with something of a cluster on them of which Quorate has no record. */
    private Set<String> foreign() {
      Set<String> names = new TreeSet<>();
      for (Host host : inventory.hosts()) {
        NodeFacts found = facts.nodes().get(host.name());
        if (found != null
            && !found.records().containsKey("manifest")
            && !Leftover.among(found.present()).isEmpty()) {
          names.add(host.name());
        }
      }
      return names;
    }

    private static Judged withoutMembers(List<LiveNode> nodes) {
      List<String> withData = nodes.stream().filter(LiveNode::oldData).map(LiveNode::name).toList();
      if (!withData.isEmpty()) {
        return new Judged(
            State.QUORUM_LOST,
            "etcd has data on " + String.join(", ", withData) + ", and no member answers.",
            "Start etcd there (`systemctl start etcd`); if the majority is gone for good, `quorate"
                + " rescue` starts anew from a survivor.");
      }
      List<String> silent =
          nodes.stream()
              .filter(n -> n.isMaster() && !n.unreachable().isEmpty())
              .map(LiveNode::name)
              .toList();
      return silent.isEmpty()
          ? new Judged(State.NEW, "There is no cluster yet.", "Install it: `quorate install`.")
          : new Judged(
              State.QUORUM_LOST,
              "No master that answers knows of a cluster, and "
                  + String.join(", ", silent)
                  + (silent.size() == 1 ? " does" : " do")
                  + " not answer.",
              "Make the masters reachable.");
    }

    private static Judged quorate(List<LiveNode> nodes, Membership membership) {
      Set<String> wrong = new LinkedHashSet<>();
      for (LiveNode node : nodes) {
        boolean learner = node.etcd().map(LiveNode.Member::learner).orElse(false);
        boolean missing = node.host() != null && node.api() == null;
        boolean api =
            node.host() != null && node.host().isMaster() && !"ok".equals(node.apiServer());
        if (node.looksDead() || learner || missing || api || !node.unreachable().isEmpty()) {
          wrong.add(node.name());
        }
      }
      return wrong.isEmpty()
          ? new Judged(State.HEALTHY, "Everything answers: " + membership.words() + ".", "")
          : new Judged(
              State.DEGRADED,
              "Not all is well with " + String.join(", ", wrong) + ": " + membership.words() + ".",
              "Look at what is known of "
                  + (wrong.size() == 1 ? "it" : "them")
                  + "; what is dead for good is taken out by `quorate remove`.");
    }
  }
}
