package io.quorate.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.facts.ClusterFacts;
import io.quorate.facts.ClusterStatus;
import io.quorate.facts.ClusterStatus.ApiServer;
import io.quorate.facts.ClusterStatus.Certificate;
import io.quorate.facts.ClusterStatus.Member;
import io.quorate.facts.ClusterStatus.NodeLine;
import io.quorate.facts.ClusterStatus.Snapshots;
import io.quorate.facts.ClusterStatus.State;
import io.quorate.facts.ClusterStatus.Unit;
import io.quorate.facts.ClusterStatus.Vitals;
import io.quorate.facts.NodeFacts;
import io.quorate.facts.NodeFacts.EtcdMember;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Quorum;
import io.quorate.pki.Credential;
import io.quorate.pki.PkiException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the nodes answered to {@link StatusProbe}, and judges it. */
public final class StatusReading {

  /** A certificate that ends sooner is a worry: a month is time to renew it. */
  static final Duration SOON = Duration.ofDays(30);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PKI = ClusterPki.FOLDER + "/";
  private static final String ROLE = "node-role.kubernetes.io/";

  /** What a member says of itself, and how it is called. */
  private record Self(String id, boolean learner, boolean well, Vitals vitals) {}

  private final Inventory inventory;
  private final ClusterFacts facts;
  private final Instant now;

  private StatusReading(Inventory inventory, ClusterFacts facts, Instant now) {
    this.inventory = inventory;
    this.facts = facts;
    this.now = now;
  }

  /** The cluster as the nodes told it. */
  public static ClusterStatus of(Inventory inventory, ClusterFacts facts, Instant now) {
    return new StatusReading(inventory, facts, now).status();
  }

  private ClusterStatus status() {
    List<Member> members = members();
    List<ApiServer> apiServers = apiServers();
    List<NodeLine> nodes = nodes();
    List<Certificate> certificates = certificates();
    List<Unit> units = units();
    List<String> worries = new ArrayList<>();
    new TreeMap<>(facts.unreachable())
        .forEach((node, why) -> worries.add(node + " could not be asked: " + why + "."));
    members.stream()
        .filter(m -> !m.healthy())
        .forEach(m -> worries.add("etcd's member " + named(m) + " is not healthy."));
    members.stream()
        .filter(m -> m.learner() && m.healthy())
        .forEach(m -> worries.add("etcd's member " + named(m) + " has no vote yet."));
    apiServers.stream()
        .filter(a -> !a.ready())
        .forEach(a -> worries.add("The API server of " + a.node() + " is not ready."));
    worries.addAll(nodeWorries(nodes));
    units.forEach(u -> worries.add(u.unit() + " on " + u.node() + " is " + u.state() + "."));
    certificates.stream()
        .filter(c -> c.end().isBefore(now.plus(SOON)))
        .forEach(c -> worries.add(certificateWorry(c)));
    boolean down = !hasQuorum(members) || apiServers.stream().noneMatch(ApiServer::ready);
    return new ClusterStatus(
        inventory.clusterName(),
        now,
        down ? State.DOWN : worries.isEmpty() ? State.HEALTHY : State.DEGRADED,
        worries,
        members,
        apiServers,
        nodes,
        certificates,
        snapshots(),
        units,
        facts.unreachable());
  }

  private static String named(Member member) {
    return member.name().isEmpty() ? member.id() : member.name();
  }

  private String certificateWorry(Certificate certificate) {
    long days = Duration.between(now, certificate.end()).toDays();
    String when =
        certificate.end().isBefore(now) ? "has expired" : "ends in " + days + " days at most";
    return "The certificate " + certificate.path() + " on " + certificate.node() + " " + when + ".";
  }

  private List<String> nodeWorries(List<NodeLine> nodes) {
    List<String> worries = new ArrayList<>();
    nodes.stream().filter(n -> !n.ready()).forEach(n -> worries.add(n.name() + " is not Ready."));
    if (!nodes.isEmpty()) {
      Set<String> known = new LinkedHashSet<>();
      nodes.forEach(n -> known.add(n.name()));
      inventory.hosts().stream()
          .map(Host::name)
          .filter(n -> !known.contains(n))
          .forEach(n -> worries.add(n + " is in the inventory, and the API has no such node."));
    }
    return worries;
  }

  private static boolean hasQuorum(List<Member> members) {
    long voting = members.stream().filter(m -> !m.learner()).count();
    long healthy = members.stream().filter(m -> !m.learner() && m.healthy()).count();
    return voting > 0 && healthy >= new Quorum((int) voting).size();
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
    Map<String, Self> byNode = new LinkedHashMap<>();
    List<EtcdMember> listed = List.of();
    for (NodeFacts master : masters().toList()) {
      Self self = self(answer(master, StatusProbe.ETCD));
      if (self != null) {
        byNode.put(master.node(), self);
      }
      List<EtcdMember> found = master.etcdMembers();
      if (found != null && listed.isEmpty()) {
        listed = found;
      }
    }
    List<Member> members = new ArrayList<>();
    if (listed.isEmpty()) {
      // Without a quorum nobody gives the list; then each master is taken for a member.
      for (Host master : inventory.masters()) {
        Self self = byNode.get(master.name());
        members.add(
            self == null
                ? new Member(master.name(), "", false, false, null)
                : new Member(master.name(), self.id(), self.learner(), self.well(), self.vitals()));
      }
      return members;
    }
    Map<String, Self> byId = new LinkedHashMap<>();
    byNode.values().forEach(s -> byId.put(s.id(), s));
    for (EtcdMember member : listed) {
      Self self = byId.get(member.id());
      members.add(
          new Member(
              member.name(),
              member.id(),
              member.learner(),
              self != null && self.well(),
              self == null ? null : self.vitals()));
    }
    members.sort(Comparator.comparing(Member::name));
    return members;
  }

  /** One element of etcdctl's {@code endpoint status -w json}; null when there is none. */
  private static @Nullable Self self(String json) {
    try {
      JsonNode status = JSON.readTree(json).path(0).path("Status");
      if (!status.path("header").has("member_id")) {
        return null;
      }
      String id = status.path("header").path("member_id").bigIntegerValue().toString(16);
      String leader = status.path("leader").bigIntegerValue().toString(16);
      Vitals vitals =
          new Vitals(
              status.path("version").asText(""),
              id.equals(leader),
              status.path("raftTerm").asLong(),
              status.path("raftAppliedIndex").asLong(status.path("raftIndex").asLong()),
              status.path("dbSize").asLong(),
              status.path("dbSizeInUse").asLong());
      boolean well = !leader.equals("0") && status.path("errors").isEmpty();
      return new Self(id, status.path("isLearner").asBoolean(false), well, vitals);
    } catch (JsonProcessingException noJson) {
      return null;
    }
  }

  private List<ApiServer> apiServers() {
    List<ApiServer> servers = new ArrayList<>();
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      String said = found == null ? "the node could not be asked" : answer(found, StatusProbe.API);
      servers.add(new ApiServer(master.name(), said.equals("ok"), said.equals("ok") ? "" : said));
    }
    return servers;
  }

  private List<NodeLine> nodes() {
    String said =
        masters()
            .map(m -> answer(m, StatusProbe.NODES))
            .filter(s -> s.contains("|"))
            .findFirst()
            .orElse("");
    List<NodeLine> nodes = new ArrayList<>();
    for (String line : said.lines().toList()) {
      String[] part = line.split("\\|", -1);
      if (part.length == 6) {
        List<String> roles =
            Stream.of(part[5].split(" "))
                .filter(l -> l.startsWith(ROLE))
                .map(l -> l.substring(ROLE.length()))
                .filter(r -> !r.equals("master"))
                .toList();
        nodes.add(
            new NodeLine(
                part[0],
                part[1].equals("True"),
                instant(part[2]),
                part[3],
                part[4].equals("cordoned"),
                roles));
      }
    }
    return nodes;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException none) {
      return null;
    }
  }

  private List<Certificate> certificates() {
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

  private List<Snapshots> snapshots() {
    List<Snapshots> snapshots = new ArrayList<>();
    for (NodeFacts master : masters().toList()) {
      String[] words = answer(master, StatusProbe.SNAPSHOTS).split(" ");
      if (words.length == 2 && words[0].matches("\\d+") && words[1].matches("\\d+")) {
        snapshots.add(
            new Snapshots(
                master.node(),
                Instant.ofEpochSecond(Long.parseLong(words[1])),
                Integer.parseInt(words[0])));
      } else {
        snapshots.add(new Snapshots(master.node(), null, 0));
      }
    }
    return snapshots;
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
