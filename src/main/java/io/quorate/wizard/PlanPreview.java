package io.quorate.wizard;

import java.util.List;

/**
 * What a run would change, node by node.
 *
 * @param nodes in the inventory's order
 */
public record PlanPreview(List<NodePlan> nodes) {

  public PlanPreview {
    nodes = List.copyOf(nodes);
  }

  /**
   * @param lines what would happen, in its order; empty: nothing
   */
  public record NodePlan(String node, List<String> lines) {
    public NodePlan {
      lines = List.copyOf(lines);
    }
  }
}
