package io.quorate.run;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run had changed when a step failed.
 *
 * @param step titles of the operations that the failed step had changed, in its order
 * @param node titles of the steps that had changed something on the same node before
 * @param steps how many steps had changed something on other nodes
 * @param nodes how many other nodes these are
 * @param open whether the failed operation may have changed a part of what it was to change
 */
public record Changes(List<String> step, List<String> node, int steps, int nodes, boolean open) {

  private static final int MOST_NAMED = 6;

  /** Nothing is known to be changed. */
  public static final Changes NONE = new Changes(List.of(), List.of(), 0, 0, false);

  public Changes {
    step = List.copyOf(step);
    node = List.copyOf(node);
  }

  /** In words, a line each; at least one. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (!step.isEmpty()) {
      words.add("by this step: " + named(step));
    }
    if (!node.isEmpty()) {
      words.add("on this node before: " + named(node));
    }
    if (steps > 0) {
      words.add("on other nodes: " + count(steps, "step") + " on " + count(nodes, "node"));
    }
    if (words.isEmpty()) {
      words.add("nothing by this run");
    }
    if (open) {
      words.add("what failed may have done a part of its work");
    }
    return words;
  }

  private static String named(List<String> titles) {
    int rest = titles.size() - MOST_NAMED;
    return rest <= 0
        ? String.join(", ", titles)
        : String.join(", ", titles.subList(0, MOST_NAMED)) + " and " + rest + " more";
  }

  private static String count(int number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }
}
