package io.quorate.wizard.journey;

import io.quorate.inventory.Host;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node as it is shown.
 *
 * @param roles such as "master, worker"
 * @param bad whether something is wrong with it
 */
public record NodeRow(String name, String roles, boolean bad, String known) {

  /** Every node of the cluster, and those of the inventory that are not in it. */
  static List<NodeRow> of(LiveCluster live, Instant now) {
    return live.nodes().stream()
        .map(
            n ->
                new NodeRow(
                    n.name(),
                    roles(n.host()),
                    n.looksDead() || !n.unreachable().isEmpty(),
                    String.join(", ", n.words(now))))
        .toList();
  }

  static List<String> names(LiveCluster live) {
    return live.nodes().stream().map(LiveNode::name).toList();
  }

  private static String roles(@Nullable Host host) {
    return host == null
        ? "-"
        : host.roles().stream()
            .sorted()
            .map(r -> r.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }
}
