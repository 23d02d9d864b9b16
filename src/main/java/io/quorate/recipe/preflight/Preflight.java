package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Distribute;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.Reachability;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.OperatingSystem;
import io.quorate.recipe.cluster.ClusterChecks;
import io.quorate.recipe.cluster.Residue;
import io.quorate.recipe.component.ComponentPort;
import io.quorate.recipe.component.NodeAddresses;
import io.quorate.recipe.component.Ruleset;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is looked at before anything is touched. First {@link #requests} says what each node is to
 * be asked, then {@link #judge} finds everything that stands in the way, all at once.
 */
public final class Preflight {

  /** The record of a node's own rules; empty where it has none. */
  static final String FIREWALL = "preflight-firewall";

  private Preflight() {}

  /** What each node is asked, by the node's name. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    Set<String> names = outsideNames(inventory);
    TriedPeers peers = new TriedPeers(inventory);
    for (Host host : inventory.hosts()) {
      requests.put(
          host.name(),
          new ProbeRequest(
              names,
              targets(inventory, peers, host),
              Residue.paths(),
              commands(),
              units(inventory, host),
              "",
              Map.of(
                  FIREWALL,
                  "nft list table inet " + Ruleset.TABLE,
                  Surroundings.SCRIPT,
                  Surroundings.script())));
    }
    return requests;
  }

  private static Set<String> commands() {
    Set<String> commands = new TreeSet<>(Set.of("systemctl"));
    OperatingSystem.all().forEach(s -> commands.addAll(s.commands()));
    return commands;
  }

  /** Everything that was found, node by node in the inventory's order. */
  public static List<Finding> judge(Inventory inventory, ClusterFacts facts) {
    List<Finding> findings = new ArrayList<>();
    PeerReachability reachability = new PeerReachability(inventory, facts);
    for (Host host : inventory.hosts()) {
      NodeFacts found = facts.nodes().get(host.name());
      if (found == null) {
        findings.add(unreachable(host, facts));
        continue;
      }
      findings.addAll(new MachineChecks(inventory, host, found).findings());
      findings.addAll(Surroundings.of(inventory, host, found).findings());
      findings.addAll(new OccupancyChecks(inventory, host, found).findings());
      findings.addAll(new NetworkChecks(inventory, host, found, reachability).findings());
    }
    findings.addAll(DropInGuard.findings(facts));
    findings.addAll(new ClusterChecks(inventory, facts).findings());
    findings.addAll(Surroundings.twins(inventory, facts.nodes()));
    return List.copyOf(findings);
  }

  /**
   * Every pair of nodes that is tried: whether the one reaches the other, in the inventory's order.
   */
  public static List<Reachability> reachability(Inventory inventory, ClusterFacts facts) {
    return new PeerReachability(inventory, facts).all();
  }

  private static Finding unreachable(Host host, ClusterFacts facts) {
    String reason = facts.unreachable().getOrDefault(host.name(), "it was not asked");
    return Finding.failed(
        host.name(),
        Kind.REACHABLE,
        "SSH and sudo",
        reason,
        "Make `ssh` to " + host.address() + " work from here, as root or with sudo.");
  }

  /** The other nodes' ports that this one will connect to. */
  private static Set<String> targets(Inventory inventory, TriedPeers peers, Host from) {
    Set<String> targets = new LinkedHashSet<>();
    for (Host to : peers.of(from)) {
      ComponentPort.of(inventory, to).stream()
          .filter(p -> p.neededBy(from))
          .forEach(p -> targets.add(target(to, p.port())));
    }
    return targets;
  }

  /** "address:port", an IPv6 address in brackets. */
  public static String target(Host to, int port) {
    String address = to.nodeAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  private static Set<String> units(Inventory inventory, Host host) {
    Set<String> units = new LinkedHashSet<>();
    ComponentPort.of(inventory, host).stream()
        .map(ComponentPort::unit)
        .filter(u -> !u.isEmpty())
        .forEach(units::add);
    return units;
  }

  /** The names that a node has to resolve when it downloads itself. */
  static Set<String> outsideNames(Inventory inventory) {
    if (inventory.downloads().distribute() == Distribute.OPERATOR) {
      return Set.of();
    }
    String mirror = inventory.downloads().mirror();
    if (mirror == null) {
      return Set.of("dl.k8s.io", "github.com");
    }
    String host = mirror.contains("://") ? URI.create(mirror).getHost() : null;
    return host == null || NodeAddresses.isNumeric(host) ? Set.of() : Set.of(host);
  }
}
