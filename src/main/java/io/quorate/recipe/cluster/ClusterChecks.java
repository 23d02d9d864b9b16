package io.quorate.recipe.cluster;

import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can only be seen from all nodes together: clocks, and machines that are the same. */
public record ClusterChecks(Inventory inventory, ClusterFacts facts) {

  /** etcd's leases and tokens' times want less; TLS and logs get by with more. */
  private static final long SKEW_MILLIS = 2000;

  /** A certificate is valid from the operator's now on. */
  private static final long OPERATOR_SKEW_MILLIS = 60_000;

  public List<Finding> findings() {
    List<NodeFacts> nodes =
        inventory.hosts().stream()
            .map(h -> facts.nodes().get(h.name()))
            .filter(n -> n != null)
            .toList();
    if (nodes.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>(clocks(nodes));
    findings.addAll(
        twins(
            nodes,
            NodeFacts::hostname,
            Kind.HOSTNAME,
            "Host names",
            "Give each a name of its own: `hostnamectl set-hostname NAME`."));
    findings.addAll(
        twins(
            nodes,
            NodeFacts::machineId,
            Kind.MACHINE_ID,
            "Machine ids",
            "Cloned machines: on all but one, empty /etc/machine-id, run"
                + " `systemd-machine-id-setup` and restart. Or two entries of the inventory are"
                + " the same machine."));
    return findings;
  }

  /**
   * @param nodes at least one
   */
  static List<Finding> clocks(List<NodeFacts> nodes) {
    List<NodeFacts> sorted =
        nodes.stream().sorted(Comparator.comparingLong(NodeFacts::clockSkewMillis)).toList();
    NodeFacts slow = sorted.getFirst();
    NodeFacts fast = sorted.getLast();
    long apart = fast.clockSkewMillis() - slow.clockSkewMillis();
    long median = sorted.get(sorted.size() / 2).clockSkewMillis();
    if (apart > SKEW_MILLIS) {
      return sorted.stream()
          .filter(
              n ->
                  Math.abs(n.clockSkewMillis() - median) > SKEW_MILLIS / 2
                      || (nodes.size() == 2 && n == fast))
          .map(n -> skewed(n, n.clockSkewMillis() - median, apart))
          .toList();
    }
    if (Math.abs(median) > OPERATOR_SKEW_MILLIS) {
      return List.of(
          Finding.warning(
              "",
              Kind.CLOCK,
              "Clocks",
              "The nodes agree, but are " + seconds(median) + " the operator's machine.",
              "Set the operator's clock: certificates are valid from its time on."));
    }
    return List.of(Finding.ok("", Kind.CLOCK, "Clocks", "at most " + apart + " ms apart"));
  }

  private static Finding skewed(NodeFacts node, long difference, long apart) {
    return Finding.failed(
        node.node(),
        Kind.CLOCK,
        "Clock",
        "It is %s the other nodes' (%d ms between the extremes, at most %d are allowed)."
            .formatted(seconds(difference), apart, SKEW_MILLIS),
        "Let its time service catch up: `timedatectl timesync-status`, `chronyc tracking`.");
  }

  private static String seconds(long millis) {
    return "%.1f s %s".formatted(Math.abs(millis) / 1000.0, millis < 0 ? "behind" : "ahead of");
  }

  private static List<Finding> twins(
      List<NodeFacts> nodes,
      Function<NodeFacts, String> property,
      Kind check,
      String title,
      String remedy) {
    Map<String, List<String>> byValue =
        nodes.stream()
            .filter(n -> !property.apply(n).isEmpty())
            .collect(
                Collectors.groupingBy(
                    property,
                    TreeMap::new,
                    Collectors.mapping(NodeFacts::node, Collectors.toList())));
    List<Finding> findings = new ArrayList<>();
    byValue.forEach(
        (value, names) -> {
          if (names.size() > 1) {
            String found = String.join(", ", names) + " share \"" + value + "\".";
            findings.add(Finding.failed("", check, title, found, remedy));
          }
        });
    return findings.isEmpty() ? List.of(Finding.ok("", check, title, "all different")) : findings;
  }
}
