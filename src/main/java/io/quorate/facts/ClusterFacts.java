package io.quorate.facts;

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
}
