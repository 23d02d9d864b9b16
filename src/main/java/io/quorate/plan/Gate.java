package io.quorate.plan;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What many steps wait for together, such as all downloads of all nodes. Each of them names the
 * gate, and the gate alone names all that it waits for: a plan of many nodes stays as long as its
 * steps, not as long as their square. It is passed when all that it waits for is done.
 *
 * @param id unique among the plan's gates and steps
 * @param after ids of steps, or of other gates
 */
public record Gate(String id, Set<String> after) {

  public Gate {
    after = Set.copyOf(after);
  }

  public static Gate of(String id, Collection<Step> steps) {
    return new Gate(
        id, steps.stream().map(Step::id).collect(Collectors.toCollection(LinkedHashSet::new)));
  }
}
