package io.quorate.tui.panes;

import io.quorate.run.Counts;
import io.quorate.run.NodeState;
import io.quorate.run.StepStatus;
import io.quorate.tui.NaturalOrder;
import io.quorate.tui.widget.TextField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are shown, in which order, and how.
 *
 * @param name only nodes with this text in their name, address or roles; empty: all
 * @param typing the name while it is typed; null: it is not
 * @param map whether each node is one sign on a map, instead of a line or a pane
 */
record NodeChoice(
    Filter filter, String name, @Nullable TextField typing, Order order, boolean map) {

  static final NodeChoice ALL = new NodeChoice(Filter.ALL, "", null, Order.USUAL, false);

  /** Which of them by what they do. */
  enum Filter {
    ALL("all"),
    FAILED("failed"),
    RUNNING("running"),
    WAITING("waiting");

    private final String word;

    Filter(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** By what nodes are sorted. */
  enum Order {
    /** As the run names them while all have a pane, else what needs attention first. */
    USUAL("usual order"),
    STATE("by state"),
    NAME("by name"),
    /** Those that are furthest behind first. */
    PROGRESS("by progress");

    private final String words;

    Order(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private record Keyed<K extends Comparable<K>>(NodeState node, K key) {}

  NodeChoice nextFilter() {
    Filter[] all = Filter.values();
    return new NodeChoice(all[(filter.ordinal() + 1) % all.length], name, typing, order, map);
  }

  NodeChoice nextOrder() {
    Order[] all = Order.values();
    return new NodeChoice(filter, name, typing, all[(order.ordinal() + 1) % all.length], map);
  }

  NodeChoice map(boolean on) {
    return new NodeChoice(filter, name, typing, order, on);
  }

  /** While a name is typed, those that have it are shown already. */
  NodeChoice typing(TextField field) {
    return new NodeChoice(filter, field.text().strip(), field, order, map);
  }

  NodeChoice typed() {
    return new NodeChoice(filter, name, null, order, map);
  }

  /** All nodes again, in the order as it is. */
  NodeChoice all() {
    return new NodeChoice(Filter.ALL, "", null, order, map);
  }

  boolean isAll() {
    return filter == Filter.ALL && name.isEmpty();
  }

  /** What is chosen, in a few words; empty where nothing is. */
  String words() {
    List<String> words = new ArrayList<>();
    if (filter != Filter.ALL) {
      words.add(filter.word());
    }
    if (!name.isEmpty()) {
      words.add("\"" + name + "\"");
    }
    if (order != Order.USUAL) {
      words.add(order.words());
    }
    return String.join(", ", words);
  }

  /** Those that are shown, in the run's order. */
  List<NodeState> among(Collection<NodeState> nodes) {
    String part = name.toLowerCase(Locale.ROOT);
    return isAll()
        ? List.copyOf(nodes)
        : nodes.stream().filter(n -> fits(n) && has(n, part)).toList();
  }

  private boolean fits(NodeState node) {
    return switch (filter) {
      case ALL -> true;
      case FAILED -> Wording.status(node) == StepStatus.FAILED || node.lost() != null;
      case RUNNING -> Wording.status(node).isActive();
      case WAITING -> Wording.status(node) == StepStatus.WAITING;
    };
  }

  private static boolean has(NodeState node, String part) {
    return part.isEmpty()
        || node.name().toLowerCase(Locale.ROOT).contains(part)
        || node.info().address().toLowerCase(Locale.ROOT).contains(part)
        || Wording.roles(node.info()).contains(part);
  }

  /**
   * In the order in which they are shown; on the map those of the same roles together.
   *
   * @param many whether they do not all have a pane
   */
  List<NodeState> ordered(List<NodeState> nodes, boolean many) {
    List<NodeState> sorted =
        switch (order) {
          case USUAL -> many && !map ? sorted(nodes, NodeChoice::rank) : nodes;
          case STATE -> sorted(nodes, NodeChoice::rank);
          case NAME -> sorted(nodes, n -> NaturalOrder.key(n.name()));
          case PROGRESS -> sorted(nodes, NodeChoice::share);
        };
    return map ? sorted(sorted, NodeMap::group) : sorted;
  }

  /** Each key is made once; there are far more comparisons than nodes. */
  private static <K extends Comparable<K>> List<NodeState> sorted(
      List<NodeState> nodes, Function<NodeState, K> keyOf) {
    return nodes.stream()
        .map(n -> new Keyed<>(n, keyOf.apply(n)))
        .sorted(Comparator.comparing(Keyed::key))
        .map(Keyed::node)
        .toList();
  }

  /** Part of its steps that something was done about. */
  private static double share(NodeState node) {
    Counts counts = node.counts();
    return counts.total() == 0 ? 1 : (double) counts.progressed() / counts.total();
  }

  /** What needs attention comes first. */
  static int rank(NodeState node) {
    Counts counts = node.counts();
    if (counts.failed() > 0) {
      return 0;
    }
    if (node.lost() != null) {
      return 1;
    }
    if (node.current() != null) {
      return 2;
    }
    return counts.waiting() > 0 ? 3 : 4;
  }
}
