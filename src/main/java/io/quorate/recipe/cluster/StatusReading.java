package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.pki.Credential;
import io.quorate.pki.PkiException;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.ClusterHealth.Verdict;
import io.quorate.plan.facts.ClusterStatus;
import io.quorate.plan.facts.ClusterStatus.ApiServer;
import io.quorate.plan.facts.ClusterStatus.Certificate;
import io.quorate.plan.facts.ClusterStatus.Member;
import io.quorate.plan.facts.ClusterStatus.NodeLine;
import io.quorate.plan.facts.ClusterStatus.Snapshots;
import io.quorate.plan.facts.ClusterStatus.State;
import io.quorate.plan.facts.ClusterStatus.Unit;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.SnapshotTimer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what the nodes answered to {@link StatusProbe}, and judges it. */
public final class StatusReading {

  private static final String PKI = ClusterPki.FOLDER + "/";

  private final Inventory inventory;
  private final ClusterFacts facts;
  private final LiveCluster live;
  private final Instant now;

  private final VersionMatrix versions;

  private StatusReading(
      Inventory inventory, ClusterFacts facts, VersionMatrix versions, Instant now) {
    this.inventory = inventory;
    this.facts = facts;
    this.live = LiveCluster.of(inventory, facts);
    this.versions = versions;
    this.now = now;
  }

  /** The cluster as the nodes told it. */
  public static ClusterStatus of(Inventory inventory, ClusterFacts facts, Instant now) {
    return of(inventory, facts, VersionMatrix.of(inventory, facts), now);
  }

  /**
   * The same with versions that an earlier look has found.
   *
   * @param facts the answers to {@link StatusProbe#requests}
   */
  public static ClusterStatus of(
      Inventory inventory, ClusterFacts facts, VersionMatrix versions, Instant now) {
    return new StatusReading(inventory, facts, versions, now).status();
  }

  private ClusterStatus status() {
    List<Member> members = members();
    List<ApiServer> apiServers = apiServers();
    List<NodeLine> nodes = nodes();
    List<Certificate> certificates = certificates(facts);
    List<Unit> units = units();
    SnapshotReading reading = new SnapshotReading(inventory, now);
    List<Snapshots> snapshots = masters().map(reading::read).toList();
    List<String> worries = new ArrayList<>();
    ClusterHealth health = live.health();
    if (!serves(health)) {
      worries.add((health.found() + " " + health.remedy()).strip());
    }
    health.findings().forEach(f -> worries.add(f.words()));
    worries.addAll(VersionGuard.notes(versions));
    units.stream()
        .filter(u -> !isOfSnapshots(u, snapshots))
        .forEach(u -> worries.add(u.unit() + " on " + u.node() + " is " + u.state() + "."));
    worries.addAll(reading.worries(snapshots));
    worries.addAll(CertificateTable.worries(inventory, facts, now));
    worries.addAll(ApiServerAge.worries(inventory, facts, versions, now));
    if (masters().anyMatch(m -> answer(m, StatusProbe.ACCESS).equals("false"))) {
      worries.add(
          "The group quorate:cluster-admins may not administer the cluster: its members are"
              + " refused by the API (Forbidden). `quorate install` gives it its right again.");
    }
    if (serves(health)) {
      masters()
          .map(m -> answer(m, StatusProbe.NETWORK))
          .filter(said -> !said.isBlank() && !said.equals("true"))
          .findFirst()
          .ifPresent(said -> worries.add("The pod network is not ready: " + said + "."));
    }
    return new ClusterStatus(
        inventory.clusterName(),
        now,
        state(health, worries),
        health,
        worries,
        members,
        apiServers,
        nodes,
        certificates,
        snapshots,
        units,
        facts.unreachable(),
        versions.programs());
  }

  /** A unit of which the failed snapshot says more. */
  private static boolean isOfSnapshots(Unit unit, List<Snapshots> snapshots) {
    return unit.unit().equals(SnapshotTimer.UNIT)
        && snapshots.stream().anyMatch(s -> s.node().equals(unit.node()) && s.failed());
  }

  private State state(ClusterHealth health, List<String> worries) {
    return switch (health.verdict()) {
      case HEALTHY -> worries.isEmpty() ? State.HEALTHY : State.DEGRADED;
      case DEGRADED -> State.DEGRADED;
      // Somebody else's may serve well.
      case FOREIGN ->
          health.quorum() && live.nodes().stream().anyMatch(n -> n.apiServer().isReady())
              ? State.DEGRADED
              : State.DOWN;
      case NEW, API_DOWN, QUORUM_LOST, UNREACHABLE, SPLIT -> State.DOWN;
    };
  }

  private static boolean serves(ClusterHealth health) {
    return health.verdict() == Verdict.HEALTHY || health.verdict() == Verdict.DEGRADED;
  }

  private Stream<NodeFacts> masters() {
    return inventory.masters().stream()
        .filter(h -> facts.nodes().containsKey(h.name()))
        .map(h -> facts.nodes().get(h.name()));
  }

  private static String answer(NodeFacts facts, String record) {
    return facts.records().getOrDefault(record, "").strip();
  }

  private List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (LiveNode node : live.nodes()) {
      LiveNode.Member member = node.member();
      if (member != null) {
        members.add(
            new Member(
                node.name(), member.id(), member.learner(), member.healthy(), member.vitals()));
      }
    }
    // Where nobody knows the members, each master is taken for one.
    return members.isEmpty()
        ? inventory.masters().stream().map(m -> alone(m.name())).toList()
        : members;
  }

  private Member alone(String name) {
    NodeFacts found = facts.nodes().get(name);
    MasterView view = found == null ? null : found.view();
    return view == null
        ? new Member(name, "", false, false, null)
        : new Member(
            name, view.memberId(), false, view.reads().contains(view.memberId()), view.vitals());
  }

  private List<ApiServer> apiServers() {
    List<ApiServer> servers = new ArrayList<>();
    for (LiveNode node : live.nodes()) {
      Host host = node.host();
      if (host != null && host.isMaster()) {
        String said = node.apiServer().said();
        boolean ready = node.apiServer().isReady();
        String complaint =
            !node.unreachable().isEmpty()
                ? "the node could not be asked"
                : switch (node.apiServer().certificate()) {
                  case GOOD -> said.isEmpty() ? "it does not answer" : said;
                  case EXPIRED -> "its certificate has expired";
                  case NOT_YET_VALID -> "its certificate is not valid yet";
                  case OTHER_NAMES -> "its certificate is for other names";
                  case FOREIGN -> "its certificate is not of this cluster's authority";
                };
        servers.add(new ApiServer(node.name(), ready, ready ? "" : complaint));
      }
    }
    return servers;
  }

  private List<NodeLine> nodes() {
    List<NodeLine> nodes = new ArrayList<>();
    for (LiveNode node : live.nodes()) {
      ApiNode api = node.api();
      if (api != null) {
        nodes.add(
            new NodeLine(
                api.name(),
                api.isReady(),
                api.since(),
                api.kubelet(),
                !api.schedulable(),
                api.roles().stream().sorted().toList()));
      }
    }
    return nodes;
  }

  /** Those below /etc/kubernetes/pki of all nodes that answered, the soonest end first. */
  public static List<Certificate> certificates(ClusterFacts facts) {
    List<Certificate> certificates = new ArrayList<>();
    for (NodeFacts node : facts.nodes().values()) {
      node.pki()
          .forEach(
              (path, text) -> {
                if (path.startsWith(PKI) && path.endsWith(".crt")) {
                  try {
                    Instant end = Credential.end(text.reveal());
                    certificates.add(
                        new Certificate(node.node(), path.substring(PKI.length()), end));
                  } catch (PkiException unreadable) {
                    certificates.add(
                        new Certificate(node.node(), path.substring(PKI.length()), Instant.EPOCH));
                  }
                }
              });
    }
    certificates.sort(
        Comparator.comparing(Certificate::end)
            .thenComparing(Certificate::node)
            .thenComparing(Certificate::path));
    return certificates;
  }

  private List<Unit> units() {
    List<Unit> units = new ArrayList<>();
    for (Host host : inventory.hosts()) {
      NodeFacts found = facts.nodes().get(host.name());
      if (found == null) {
        continue;
      }
      Set<String> failed = new LinkedHashSet<>(answer(found, StatusProbe.FAILED).lines().toList());
      for (String unit : StatusProbe.units(inventory, host)) {
        if (!found.units().contains(unit) && !failed.contains(unit)) {
          units.add(new Unit(host.name(), unit, "not running"));
        }
      }
      failed.stream()
          .filter(u -> !u.isBlank())
          .forEach(u -> units.add(new Unit(host.name(), u, "failed")));
    }
    return units;
  }
}
