package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.run.OutputRing;
import io.quorate.run.RunEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a zoom shows: all that are kept of a node, or those of one step. Each has the
 * number that it has among all lines since the run's beginning.
 */
record ZoomLines(List<RunEvent.Output> lines, List<Long> numbers) {

  /**
   * @param step whose lines alone are shown; null: all steps'
   */
  static ZoomLines of(OutputRing ring, @Nullable String step) {
    List<RunEvent.Output> all = ring.all();
    long oldest = ring.total() - all.size();
    List<RunEvent.Output> lines = new ArrayList<>(all.size());
    List<Long> numbers = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      if (step == null || all.get(i).step().equals(step)) {
        lines.add(all.get(i));
        numbers.add(oldest + i);
      }
    }
    return new ZoomLines(lines, numbers);
  }

  /** The steps that printed what is kept, oldest first. */
  static List<String> steps(NodeState node) {
    Set<String> steps = new LinkedHashSet<>();
    node.output().all().forEach(line -> steps.add(line.step()));
    return List.copyOf(steps);
  }

  int size() {
    return lines.size();
  }

  /** The index of the first line with this number or a later one; the size when there is none. */
  int indexOf(long number) {
    int index = 0;
    while (index < numbers.size() && numbers.get(index) < number) {
      index++;
    }
    return index;
  }

  long numberAt(int index) {
    return numbers.isEmpty() ? 0 : numbers.get(Math.clamp(index, 0, numbers.size() - 1));
  }
}
