package io.quorate.recipe;

import io.quorate.facts.ClusterFacts;
import io.quorate.facts.NodeFacts;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a node reaches: the other nodes' ports, and the names it downloads from.
 *
 * @param facts the node's own
 * @param cluster those of all nodes
 */
record NetworkChecks(Inventory inventory, Host host, NodeFacts facts, ClusterFacts cluster) {

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(reachability());
    names().ifPresent(findings::add);
    return findings;
  }

  private List<Finding> reachability() {
    List<Finding> failed = new ArrayList<>();
    List<String> closed = new ArrayList<>();
    int asked = 0;
    for (Host to : inventory.hosts()) {
      if (to.name().equals(host.name())) {
        continue;
      }
      List<Integer> ports = ports(to);
      asked += (int) ports.stream().filter(p -> answer(to, p) != null).count();
      List<Integer> silent =
          ports.stream()
              .filter(p -> Boolean.FALSE.equals(answer(to, p)))
              .filter(p -> !closedByUs(to, p))
              .toList();
      if (!silent.isEmpty()) {
        failed.add(silent(to, silent));
      } else if (ports.stream().anyMatch(p -> closedByUs(to, p))) {
        closed.add(to.name());
      }
    }
    return failed.isEmpty() && asked > 0
        ? List.of(Finding.ok(host.name(), "reach", "Other nodes", answering(asked, closed)))
        : failed;
  }

  private static String answering(int asked, List<String> closed) {
    return closed.isEmpty()
        ? "all answer, on " + asked + " ports"
        : "the firewall of " + String.join(", ", closed) + " lets it in when it joins";
  }

  /** A node that runs already drops what a newcomer sends, until its own rules name it. */
  private boolean closedByUs(Host to, int port) {
    NodeFacts other = cluster.nodes().get(to.name());
    String rules = other == null ? "" : other.records().getOrDefault(Preflight.FIREWALL, "");
    Set<String> own = new TreeSet<>(facts.addresses());
    own.add(host.nodeAddress());
    return Boolean.FALSE.equals(answer(to, port))
        && rules.contains("tcp dport " + port + " ")
        && own.stream().noneMatch(a -> rules.contains(" saddr " + a + " accept"));
  }

  private List<Integer> ports(Host to) {
    return ComponentPort.of(inventory, to).stream()
        .filter(p -> p.neededBy(host))
        .map(ComponentPort::port)
        .toList();
  }

  private @Nullable Boolean answer(Host to, int port) {
    return facts.reaches().get(Preflight.target(to, port));
  }

  private Finding silent(Host to, List<Integer> ports) {
    return Finding.failed(
        host.name(),
        "reach",
        "Other nodes",
        "No answer from %s (%s) on port %s."
            .formatted(
                to.name(),
                to.nodeAddress(),
                ports.stream().map(String::valueOf).collect(Collectors.joining(", "))),
        "Let these ports through between the nodes: look at firewalls and at `private_address`.");
  }

  /** A warning only: behind a proxy a node may do without. */
  private Optional<Finding> names() {
    Set<String> wanted = Preflight.outsideNames(inventory);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(facts.resolves());
    return Optional.of(
        missing.isEmpty()
            ? Finding.ok(
                host.name(), "names", "Name resolution", String.join(", ", new TreeSet<>(wanted)))
            : Finding.warning(
                host.name(),
                "names",
                "Name resolution",
                "It does not resolve " + String.join(", ", missing) + ".",
                "Repair its DNS, set a `mirror`, or `distribute: operator`."));
  }
}
