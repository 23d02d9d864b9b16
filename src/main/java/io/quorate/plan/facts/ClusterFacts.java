package io.quorate.plan.facts;

import java.util.HashMap;
import java.util.Map;

/**
 * What all nodes were found to be.
 *
 * @param nodes by name; only those that answered
 * @param unreachable the others, to the reason
 */
public record ClusterFacts(Map<String, NodeFacts> nodes, Map<String, String> unreachable) {
  public ClusterFacts {
    nodes = Map.copyOf(nodes);
    unreachable = Map.copyOf(unreachable);
  }

  /** The same with the records of a later look; whoever did not answer it has none more. */
  public ClusterFacts withRecords(ClusterFacts later) {
    Map<String, NodeFacts> all = new HashMap<>(nodes);
    all.replaceAll(
        (name, found) -> {
          NodeFacts again = later.nodes.get(name);
          return again == null ? found : found.withRecords(again.records());
        });
    return new ClusterFacts(all, unreachable);
  }
}
