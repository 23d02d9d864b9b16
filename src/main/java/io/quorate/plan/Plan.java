package io.quorate.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps as a graph: ids are unique, every edge leads to a step that is there, nothing waits for
 * itself.
 */
public record Plan(List<Step> steps) {

  public Plan {
    steps = List.copyOf(steps);
    Map<String, Step> byId = new HashMap<>();
    for (Step step : steps) {
      if (byId.put(step.id(), step) != null) {
        throw new IllegalArgumentException("two steps are called " + step.id());
      }
    }
    Set<String> done = new HashSet<>();
    for (Step step : steps) {
      visit(step, byId, new HashSet<>(), done);
    }
  }

  private static void visit(Step step, Map<String, Step> byId, Set<String> path, Set<String> done) {
    if (done.contains(step.id())) {
      return;
    }
    if (!path.add(step.id())) {
      throw new IllegalArgumentException(step.id() + " waits for itself");
    }
    for (String before : step.after()) {
      Step other = byId.get(before);
      if (other == null) {
        throw new IllegalArgumentException(
            step.id() + " waits for " + before + ", which is not there");
      }
      visit(other, byId, path, done);
    }
    path.remove(step.id());
    done.add(step.id());
  }

  public List<Step> stepsOf(String node) {
    return steps.stream().filter(s -> s.node().equals(node)).toList();
  }
}
