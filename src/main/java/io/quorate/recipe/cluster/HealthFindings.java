package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth.Finding;
import io.quorate.plan.facts.ClusterHealth.Kind;
import io.quorate.plan.facts.DataHash;
import io.quorate.plan.facts.EtcdAlarm;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.Vitals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that is amiss with a live cluster, one by one. */
final class HealthFindings {

  /**
   * Entries of raft's log. etcd keeps 5000 for a member that is slow
   * (DefaultSnapshotCatchUpEntries); one that lacks more has to be sent all data. Twice as many, as
   * the members are not asked at the same moment.
   */
  static final long FAR_BEHIND = 10_000;

  private final Inventory inventory;
  private final ClusterFacts facts;
  private final Map<String, MasterView> views;
  private final List<LiveNode> nodes;
  private final @Nullable Membership membership;
  private final String sides;
  private final boolean quorum;
  private final List<Finding> findings = new ArrayList<>();

  HealthFindings(
      Inventory inventory,
      ClusterFacts facts,
      Map<String, MasterView> views,
      List<LiveNode> nodes,
      @Nullable Membership membership,
      String sides,
      boolean quorum) {
    this.inventory = inventory;
    this.facts = facts;
    this.views = views;
    this.nodes = nodes;
    this.membership = membership;
    this.sides = sides;
    this.quorum = quorum;
  }

  List<Finding> all() {
    if (!sides.isEmpty()) {
      found(Kind.SPLIT_BRAIN, "", "The masters are members of different etcd clusters: " + sides);
    }
    leaders();
    data();
    alarms();
    if (quorum && membership != null && !membership.hasQuorum()) {
      found(
          Kind.MEMBERS_UNSEEN,
          "",
          "A majority of etcd's members agrees, and only %d of %d answer a client: look at port 2379 of the others"
              .formatted(membership.healthy(), membership.voting()));
    }
    new TreeMap<>(facts.unreachable())
        .forEach(
            (node, why) ->
                found(Kind.NODE_UNREACHABLE, node, node + " could not be asked: " + why));
    nodes.forEach(this::member);
    nodes.forEach(this::apiServer);
    apiNodes();
    clocks();
    return findings;
  }

  private void found(Kind kind, String node, String words) {
    findings.add(new Finding(kind, node, words.endsWith(".") ? words : words + "."));
  }

  /** Raft's term as a master's own member has it; 0 when that does not answer. */
  static long term(MasterView view) {
    Vitals vitals = view.vitals();
    return vitals == null ? 0 : vitals.term();
  }

  private void leaders() {
    Map<String, List<String>> followers = new LinkedHashMap<>();
    views.forEach(
        (name, view) -> {
          if (!view.leaderId().isEmpty()) {
            followers
                .computeIfAbsent(view.clusterId() + " " + view.leaderId(), k -> new ArrayList<>())
                .add(name + " in term " + term(view));
          }
        });
    // Members of different clusters are told as such.
    if (followers.size() > 1 && sides.isEmpty()) {
      found(
          Kind.TWO_LEADERS,
          "",
          "etcd's members follow different leaders: "
              + followers.entrySet().stream()
                  .map(
                      e ->
                          named(e.getKey().substring(e.getKey().indexOf(' ') + 1))
                              + " leads for "
                              + String.join(", ", e.getValue()))
                  .collect(Collectors.joining("; ")));
    }
  }

  private String named(String memberId) {
    return nodes.stream()
        .filter(n -> n.etcd().map(m -> m.id().equals(memberId)).orElse(false))
        .map(LiveNode::name)
        .findFirst()
        .orElse("the member " + memberId);
  }

  private void data() {
    Set<Collection<Set<String>>> different = new LinkedHashSet<>();
    views.values().forEach(v -> different.addAll(differing(v)));
    different.forEach(
        members ->
            found(
                Kind.DATA_DIFFERS,
                "",
                "etcd's members hold different data at one revision: "
                    + members.stream()
                        .map(names -> String.join(", ", names))
                        .collect(Collectors.joining(" against "))
                    + ". Take out the one that is wrong (`quorate remove`), and let it join"
                    + " anew with its data wiped"));
  }

  /** Members that differ, of one master's look: another's asked for another revision. */
  private List<Collection<Set<String>>> differing(MasterView view) {
    Map<Long, Map<Long, Set<String>>> compared = new TreeMap<>();
    for (DataHash hash : view.hashes()) {
      compared
          .computeIfAbsent(hash.compactRevision(), k -> new LinkedHashMap<>())
          .computeIfAbsent(hash.hash(), k -> new LinkedHashSet<>())
          .add(named(hash.memberId()));
    }
    return compared.values().stream()
        .filter(hashes -> hashes.size() > 1)
        .<Collection<Set<String>>>map(hashes -> List.copyOf(hashes.values()))
        .toList();
  }

  private void alarms() {
    Set<EtcdAlarm> alarms = new LinkedHashSet<>();
    views.values().forEach(v -> alarms.addAll(v.alarms()));
    for (EtcdAlarm alarm : alarms) {
      String member = named(alarm.memberId());
      switch (alarm.kind()) {
        case CORRUPT ->
            found(
                Kind.ALARM_CORRUPT,
                member,
                "etcd holds the alarm CORRUPT of " + member + ": its data differ from the others'");
        case NOSPACE ->
            found(
                Kind.ALARM_NOSPACE,
                member,
                "etcd holds the alarm NOSPACE of "
                    + member
                    + ": its database has come to its quota, and nothing is written any more."
                    + " Compact and defragment it, then `etcdctl.sh alarm disarm`");
        case OTHER ->
            found(
                Kind.ALARM_OTHER,
                member,
                "etcd holds an alarm of " + member + ": `etcdctl.sh alarm list`");
      }
    }
  }

  private void member(LiveNode node) {
    LiveNode.Member member = node.member();
    Host host = node.host();
    if (member == null) {
      if (membership != null && host != null && host.isMaster()) {
        found(
            Kind.MEMBER_MISSING,
            node.name(),
            node.name() + " is a master in the inventory, and no member of etcd");
      }
      return;
    }
    String named = "etcd's member " + node.name();
    if (host == null || !host.isMaster()) {
      found(
          Kind.MEMBER_STRANGE,
          node.name(),
          named + " (" + member.id() + ") is no master in the inventory");
    }
    if (!member.healthy()) {
      unhealthy(node, member, named);
    } else if (member.learner()) {
      found(Kind.LEARNER, node.name(), named + " has no vote yet" + behind(member, 0));
    } else {
      if (!behind(member, FAR_BEHIND).isEmpty()) {
        found(Kind.MEMBER_BEHIND, node.name(), named + " votes" + behind(member, FAR_BEHIND));
      }
      complaints(node, named);
    }
  }

  private void unhealthy(LiveNode node, LiveNode.Member member, String named) {
    if (!member.started()) {
      found(Kind.MEMBER_NOT_STARTED, node.name(), named + " has never started");
    } else if (member.vitals() == null) {
      found(Kind.MEMBER_DOWN, node.name(), named + " is not healthy: it does not answer");
    } else {
      List<String> errors = errors(node);
      found(
          Kind.MEMBER_WITHOUT_QUORUM,
          node.name(),
          named
              + " is not healthy: it runs, and no quorum answers it"
              + (errors.isEmpty() ? "" : " (" + String.join("; ", errors) + ")"));
    }
  }

  private List<String> errors(LiveNode node) {
    MasterView view = views.get(node.name());
    return view == null || view.own() == null ? List.of() : view.own().errors();
  }

  /** Alarms are told from their list; what else it complains of is in its own words. */
  private void complaints(LiveNode node, String named) {
    List<String> errors = errors(node);
    if (!errors.isEmpty() && views.values().stream().allMatch(v -> v.alarms().isEmpty())) {
      found(Kind.MEMBER_COMPLAINS, node.name(), named + " complains: " + String.join("; ", errors));
    }
  }

  /** Such as ", 12345 entries behind the leader"; empty when it is not further behind than that. */
  private String behind(LiveNode.Member member, long bearable) {
    Vitals own = member.vitals();
    long leads =
        nodes.stream()
            .map(LiveNode::member)
            .filter(m -> m != null && m.vitals() != null && m.vitals().leader())
            .mapToLong(m -> m.vitals().index())
            .max()
            .orElse(0);
    long lacking = own == null ? 0 : leads - own.index();
    return lacking > bearable ? ", " + lacking + " entries behind the leader" : "";
  }

  private void apiServer(LiveNode node) {
    Host host = node.host();
    if (host == null || !host.isMaster()) {
      return;
    }
    ApiAnswer answer = node.apiServer();
    String named = "The API server of " + node.name();
    switch (answer.certificate()) {
      case FOREIGN ->
          found(
              Kind.API_STRANGE,
              node.name(),
              "What answers as API server on "
                  + node.name()
                  + " shows a certificate of another authority: it is another cluster's");
      case OTHER_NAMES ->
          found(
              Kind.API_STRANGE,
              node.name(),
              "What answers as API server on "
                  + node.name()
                  + " shows a certificate for other names than 127.0.0.1");
      case EXPIRED ->
          found(
              Kind.API_CERTIFICATE_ENDED,
              node.name(),
              named
                  + " shows a certificate that has expired by that node's clock, or its authority's"
                  + " has: `quorate install` makes certificates that end anew");
      case NOT_YET_VALID ->
          found(
              Kind.API_CERTIFICATE_ENDED,
              node.name(),
              named + " shows a certificate that is not valid yet: is the clock there right?");
      case GOOD -> {
        if (answer.isAsked() && !answer.isReady()) {
          found(
              Kind.API_NOT_READY,
              node.name(),
              named + (answer.isLate() ? " does not answer in time" : " is not ready"));
        }
      }
    }
  }

  private void apiNodes() {
    nodes.stream()
        .map(LiveNode::api)
        .filter(a -> a != null && !a.isReady())
        .forEach(a -> found(Kind.NODE_NOT_READY, a.name(), a.name() + " is not Ready"));
    boolean listed = views.values().stream().anyMatch(v -> v.nodes() != null);
    if (listed) {
      nodes.stream()
          .filter(n -> n.host() != null && n.api() == null)
          .forEach(
              n ->
                  found(
                      Kind.NODE_MISSING,
                      n.name(),
                      n.name() + " is in the inventory, and the API has no such node"));
    }
  }

  private void clocks() {
    List<NodeFacts> asked =
        facts.nodes().values().stream().sorted(Comparator.comparing(NodeFacts::node)).toList();
    if (!asked.isEmpty()) {
      ClusterChecks.clocks(asked).stream()
          .filter(f -> f.status() != io.quorate.plan.Finding.Status.OK)
          .forEach(
              f ->
                  found(
                      Kind.CLOCK,
                      f.node(),
                      f.node().isEmpty()
                          ? f.found()
                          : "The clock of "
                              + f.node()
                              + ": "
                              + f.found().substring(0, 1).toLowerCase(Locale.ROOT)
                              + f.found().substring(1)));
    }
  }
}
