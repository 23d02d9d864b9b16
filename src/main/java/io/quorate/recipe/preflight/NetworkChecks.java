package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.Reachability;
import io.quorate.plan.Reachability.Outcome;
import io.quorate.plan.facts.NodeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a node reaches: the other nodes' ports, and the names it downloads from.
 *
 * @param facts the node's own
 * @param peers which of all nodes reach which
 */
record NetworkChecks(Inventory inventory, Host host, NodeFacts facts, PeerReachability peers) {

  private static final Kind CHECK = Kind.REACH;
  private static final String TITLE = "Other nodes";

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(otherNodes());
    names().ifPresent(findings::add);
    return findings;
  }

  private List<Finding> otherNodes() {
    List<Reachability> own = peers.from(host);
    List<Finding> failed =
        among(own, Outcome.SILENT)
            .map(c -> Finding.failed(host.name(), CHECK, TITLE, c.found(), c.remedy()))
            .toList();
    List<String> closed = among(own, Outcome.OPENS_LATER).map(Reachability::to).toList();
    int asked =
        Stream.concat(among(own, Outcome.ANSWERS), among(own, Outcome.OPENS_LATER))
            .mapToInt(c -> c.ports().size())
            .sum();
    return failed.isEmpty() && asked > 0
        ? List.of(Finding.ok(host.name(), CHECK, TITLE, answering(asked, closed)))
        : failed;
  }

  private static Stream<Reachability> among(List<Reachability> all, Outcome outcome) {
    return all.stream().filter(c -> c.outcome() == outcome);
  }

  private static String answering(int asked, List<String> closed) {
    return closed.isEmpty()
        ? "all answer, on " + asked + " ports"
        : "the firewall of " + String.join(", ", closed) + " lets it in when it joins";
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
                host.name(),
                Kind.NAMES,
                "Name resolution",
                String.join(", ", new TreeSet<>(wanted)))
            : Finding.warning(
                host.name(),
                Kind.NAMES,
                "Name resolution",
                "It does not resolve " + String.join(", ", missing) + ".",
                "Repair its DNS, set a `mirror`, or `distribute: operator`."));
  }
}
