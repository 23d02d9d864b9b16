package io.quorate.wizard;

import io.quorate.plan.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run would change.
 *
 * @param nodes in the inventory's order
 * @param oneByOne whether no two masters' API servers or members are restarted at a time
 */
public record PlanPreview(List<NodePlan> nodes, boolean oneByOne) {

  public PlanPreview {
    nodes = List.copyOf(nodes);
  }

  /** One by which masters wait for one another. */
  public PlanPreview(List<NodePlan> nodes) {
    this(nodes, true);
  }

  /**
   * One thing that would be done.
   *
   * @param detail why, or what differs; may be empty
   */
  public record Change(String title, String detail) {

    /** Whether something that runs is interrupted: so the units' check says it. */
    public boolean restarts() {
      return detail.startsWith("restarted");
    }

    String words() {
      return detail.isBlank() ? title : title + " (" + detail + ")";
    }
  }

  /** A step in which something would be done. */
  public record StepPlan(Phase phase, String title, List<Change> changes) {
    public StepPlan {
      changes = List.copyOf(changes);
    }
  }

  /**
   * @param steps that would change something, in their order
   * @param failure why the node could not be asked; empty: it was
   */
  public record NodePlan(String node, List<StepPlan> steps, String failure) {
    public NodePlan {
      steps = List.copyOf(steps);
    }
  }

  /** Node by node: what would happen there, in its order. */
  public List<String> byNode() {
    List<String> lines = new ArrayList<>(interruptions());
    for (NodePlan node : nodes) {
      lines.add("");
      lines.add(node.node());
      if (!node.failure().isEmpty()) {
        lines.add("  could not be asked: " + node.failure());
      } else if (node.steps().isEmpty()) {
        lines.add("  nothing to do");
      }
      for (StepPlan step : node.steps()) {
        lines.add("  " + step.phase().title() + ": " + step.title());
        step.changes().forEach(c -> lines.add("    " + c.words()));
      }
    }
    return lines;
  }

  /** Stretch by stretch: what would happen, and where. */
  public List<String> byPhase() {
    List<String> lines = new ArrayList<>(interruptions());
    for (Phase phase : Phase.values()) {
      List<String> here = new ArrayList<>();
      for (NodePlan node : nodes) {
        for (StepPlan step : node.steps()) {
          if (step.phase() == phase) {
            int count = step.changes().size();
            String changes = count == 1 ? "1 change" : count + " changes";
            here.add("  " + node.node() + ": " + step.title() + ", " + changes);
          }
        }
      }
      if (!here.isEmpty()) {
        lines.add("");
        lines.add(phase.title());
        lines.addAll(here);
      }
    }
    return lines;
  }

  /** What is disruptive: whatever runs now and would be restarted. */
  private List<String> interruptions() {
    Map<String, Integer> times = new LinkedHashMap<>();
    for (NodePlan node : nodes) {
      for (StepPlan step : node.steps()) {
        step.changes().stream()
            .filter(Change::restarts)
            .forEach(c -> times.merge("  " + node.node() + ": " + c.words(), 1, Integer::sum));
      }
    }
    List<String> lines = new ArrayList<>();
    times.forEach(
        (words, count) -> lines.add(count == 1 ? words : words + ", " + count + " times"));
    if (lines.isEmpty()) {
      // Where all is stopped, nothing is restarted, which would comfort nobody.
      return has(Phase.DESTROY)
          ? List.of("All that runs of the cluster is stopped.")
          : has(Phase.RESTORE)
              ? List.of("The API and etcd stop on all masters until they have the data.")
              : List.of("Nothing that runs now is restarted.");
    }
    lines.addFirst(oneByOne ? "Restarted, masters one at a time:" : "Restarted, side by side:");
    return lines;
  }

  private boolean has(Phase phase) {
    return nodes.stream().flatMap(n -> n.steps().stream()).anyMatch(s -> s.phase() == phase);
  }
}
