package io.quorate.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Steps as a graph: ids are unique, every edge leads to a step or a gate that is there, nothing
 * waits for itself.
 */
public record Plan(List<Step> steps, List<Gate> gates) {

  /** Steps that wait for one another without gates. */
  public Plan(List<Step> steps) {
    this(steps, List.of());
  }

  public Plan {
    steps = List.copyOf(steps);
    gates = List.copyOf(gates);
    Map<String, Set<String>> after = new LinkedHashMap<>();
    steps.forEach(step -> put(after, step.id(), step.after()));
    gates.forEach(gate -> put(after, gate.id(), gate.after()));
    refuseCircles(after);
  }

  private static void put(Map<String, Set<String>> all, String id, Set<String> after) {
    if (all.put(id, after) != null) {
      throw new IllegalArgumentException("two steps are called " + id);
    }
  }

  /** Takes away what waits for nothing, again and again: what is left waits for itself. */
  private static void refuseCircles(Map<String, Set<String>> after) {
    Map<String, List<String>> dependents = new HashMap<>();
    Map<String, Integer> open = new LinkedHashMap<>();
    after.forEach(
        (id, all) -> {
          open.put(id, all.size());
          for (String before : all) {
            if (!after.containsKey(before)) {
              throw new IllegalArgumentException(
                  id + " waits for " + before + ", which is not there");
            }
            dependents.computeIfAbsent(before, b -> new ArrayList<>()).add(id);
          }
        });
    Deque<String> free = new ArrayDeque<>();
    open.forEach(
        (id, count) -> {
          if (count == 0) {
            free.add(id);
          }
        });
    while (!free.isEmpty()) {
      String id = free.remove();
      open.remove(id);
      for (String next : dependents.getOrDefault(id, List.of())) {
        if (open.merge(next, -1, Integer::sum) == 0) {
          free.add(next);
        }
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException(open.keySet().iterator().next() + " waits for itself");
    }
  }

  public List<Step> stepsOf(String node) {
    return steps.stream().filter(s -> s.node().equals(node)).toList();
  }

  /**
   * Each node's steps, all at once: in a large plan to ask for one node after the other is long.
   */
  public Map<String, List<Step>> byNode() {
    return steps.stream()
        .collect(Collectors.groupingBy(Step::node, LinkedHashMap::new, Collectors.toList()));
  }

  /** The same graph with each step as {@code change} makes it; ids have to stay. */
  public Plan with(UnaryOperator<Step> change) {
    return new Plan(steps.stream().map(change).toList(), gates);
  }
}
