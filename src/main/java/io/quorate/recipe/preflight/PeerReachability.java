package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Reachability;
import io.quorate.plan.Reachability.Outcome;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.component.ComponentPort;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which node reaches which. */
final class PeerReachability {

  private final Inventory inventory;
  private final ClusterFacts cluster;
  private final TriedPeers peers;

  PeerReachability(Inventory inventory, ClusterFacts cluster) {
    this.inventory = inventory;
    this.cluster = cluster;
    this.peers = new TriedPeers(inventory);
  }

  /** Every pair of nodes that is tried, in the inventory's order. */
  List<Reachability> all() {
    return inventory.hosts().stream().flatMap(from -> from(from).stream()).toList();
  }

  /** One node and each other that it tries. */
  List<Reachability> from(Host from) {
    return peers.of(from).stream().map(to -> between(from, to)).toList();
  }

  private Reachability between(Host from, Host to) {
    List<Integer> needed =
        ComponentPort.of(inventory, to).stream()
            .filter(p -> p.neededBy(from))
            .map(ComponentPort::port)
            .toList();
    if (needed.isEmpty()) {
      return of(from, to, Outcome.NOT_NEEDED, needed, "It needs no port of " + to.name() + ".");
    }
    NodeFacts facts = cluster.nodes().get(from.name());
    if (facts == null) {
      String why = cluster.unreachable().getOrDefault(from.name(), "it was not asked");
      return untried(from, to, needed, why);
    }
    List<Integer> known =
        needed.stream()
            .filter(p -> answer(facts, to, p) != null || closedByUs(from, facts, to, p))
            .toList();
    return known.isEmpty()
        ? untried(from, to, needed, "it has no perl to try it with")
        : known(from, facts, to, known);
  }

  private Reachability known(Host from, NodeFacts facts, Host to, List<Integer> ports) {
    List<Integer> mute =
        ports.stream().filter(p -> !Boolean.TRUE.equals(answer(facts, to, p))).toList();
    List<Integer> silent = mute.stream().filter(p -> !closedByUs(from, facts, to, p)).toList();
    if (!silent.isEmpty()) {
      return new Reachability(
          from.name(),
          to.name(),
          Outcome.SILENT,
          silent,
          "No answer from %s (%s) on port %s."
              .formatted(to.name(), to.nodeAddress(), words(silent)),
          "Let these ports through between the nodes: look at firewalls and at `private_address`.");
    }
    String name = to.name();
    return mute.isEmpty()
        ? of(from, to, Outcome.ANSWERS, ports, name + " answers, on port " + words(ports) + ".")
        : of(from, to, Outcome.OPENS_LATER, ports, name + "'s firewall opens when it joins.");
  }

  private static Reachability untried(Host from, Host to, List<Integer> ports, String why) {
    String found = "Whether it reaches " + to.name() + " is not known: " + why;
    return of(from, to, Outcome.UNTRIED, ports, found);
  }

  private static Reachability of(
      Host from, Host to, Outcome outcome, List<Integer> ports, String found) {
    return new Reachability(from.name(), to.name(), outcome, ports, found, "");
  }

  private static String words(List<Integer> ports) {
    return ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static @Nullable Boolean answer(NodeFacts facts, Host to, int port) {
    return facts.reaches().get(Preflight.target(to, port));
  }

  /** A node that runs already drops what a newcomer sends, until its own rules name it. */
  private boolean closedByUs(Host from, NodeFacts facts, Host to, int port) {
    NodeFacts other = cluster.nodes().get(to.name());
    String rules = other == null ? "" : other.records().getOrDefault(Preflight.FIREWALL, "");
    Set<String> own = new TreeSet<>(facts.addresses());
    own.add(from.nodeAddress());
    return rules.contains("tcp dport " + port + " ")
        && own.stream().noneMatch(a -> rules.contains(" saddr " + a + " accept"));
  }
}
