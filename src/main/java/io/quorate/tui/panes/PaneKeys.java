package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Program.Update;
import io.quorate.tui.widget.TextField;
import java.util.List;
import java.util.Optional;

/** The keys and clicks of the panes. */
final class PaneKeys {

  private PaneKeys() {}

  static Update<DashboardModel, RunCommand> press(DashboardModel model, KeyPress key) {
    TextField typing = model.typing();
    if (typing != null) {
      return Update.of(type(model, key, typing));
    }
    Optional<Update<DashboardModel, RunCommand>> decided = RunDashboard.decide(model, key);
    return decided.orElseGet(() -> Update.of(choose(model, key).orElseGet(() -> move(model, key))));
  }

  private static DashboardModel type(DashboardModel model, KeyPress key, TextField field) {
    NodeChoice nodes = model.eyes().nodes();
    return model.showing(
        switch (key.key()) {
          case ESCAPE -> nodes.typing(TextField.of("")).typed();
          case ENTER -> nodes.typed();
          default -> nodes.typing(field.handle(key));
        });
  }

  /** Keys that change which nodes are shown, and how. */
  private static Optional<DashboardModel> choose(DashboardModel model, KeyPress key) {
    NodeChoice nodes = model.eyes().nodes();
    if (key.is('/')) {
      return Optional.of(model.showing(nodes.typing(TextField.of(nodes.name()))));
    }
    if (key.is('f')) {
      return Optional.of(model.showing(nodes.nextFilter()));
    }
    if (key.is('o')) {
      return Optional.of(model.showing(nodes.nextOrder()));
    }
    if (key.is('m')) {
      return Optional.of(model.showing(nodes.map(!nodes.map())));
    }
    if (key.is(Key.ESCAPE)) {
      return Optional.of(model.showing(nodes.all()));
    }
    return Optional.empty();
  }

  private static DashboardModel move(DashboardModel model, KeyPress key) {
    Tiling tiling = model.tiling();
    int row = tiling.compact() ? 1 : tiling.columns();
    return switch (key.key()) {
      case LEFT, BACK_TAB -> select(model, -1);
      case RIGHT, TAB -> select(model, 1);
      case UP -> above(model, -1, row);
      case DOWN -> above(model, 1, row);
      case PAGE_UP -> select(model, -10);
      case PAGE_DOWN -> select(model, 10);
      case HOME -> select(model, -model.run().nodes().size());
      case END -> select(model, model.run().nodes().size());
      case ENTER -> model.selected().map(n -> zoom(model, n.name())).orElse(model);
      default -> model.run().finished() != null && key.is('p') ? model.summary(0) : model;
    };
  }

  /** The node stays on the screen, whatever is shown of the others. */
  private static DashboardModel zoom(DashboardModel model, String node) {
    return model.showing(model.eyes().nodes().typed()).choose(node).zoom(Zoom.FOLLOWING);
  }

  /**
   * Moves the selection; the ends stop it. From a node that is read without being one of those
   * shown it goes to the first or the last.
   */
  static DashboardModel select(DashboardModel model, int by) {
    List<NodeState> nodes = model.shownNodes();
    if (nodes.isEmpty()) {
      return model;
    }
    int from = model.selected().map(nodes::indexOf).orElse(0);
    long to = from >= 0 ? (long) from + by : by > 0 ? 0 : nodes.size() - 1;
    return model.choose(nodes.get(Math.clamp(to, 0, nodes.size() - 1)).name());
  }

  private static DashboardModel above(DashboardModel model, int by, int row) {
    List<NodeState> nodes = model.shownNodes();
    if (!model.eyes().nodes().map() || nodes.isEmpty()) {
      return select(model, by * row);
    }
    int to = map(model, nodes).beside(selectedIndex(model, nodes), by);
    return model.choose(nodes.get(to).name());
  }

  /** The map in the room that it has on the screen. */
  static NodeMap map(DashboardModel model, List<NodeState> nodes) {
    return NodeMap.of(nodes, model.width(), model.tiling().listHeight(Integer.MAX_VALUE));
  }

  static int selectedIndex(DashboardModel model, List<NodeState> nodes) {
    return Math.max(0, model.selected().map(nodes::indexOf).orElse(0));
  }

  static DashboardModel click(DashboardModel model, int x, int y) {
    if (model.zoom() != null || model.showsSummary()) {
      return model;
    }
    List<NodeState> nodes = model.shownNodes();
    int hit = nodes.isEmpty() ? -1 : hit(model, nodes, x, y - DashboardModel.HEADER);
    if (hit < 0) {
      return model;
    }
    String name = nodes.get(hit).name();
    return name.equals(model.eyes().chosen()) ? zoom(model, name) : model.choose(name);
  }

  private static int hit(DashboardModel model, List<NodeState> nodes, int x, int line) {
    Tiling tiling = model.tiling();
    int selected = selectedIndex(model, nodes);
    if (model.eyes().nodes().map()) {
      NodeMap map = map(model, nodes);
      return map.at(x, line, selected, tiling.listHeight(map.rows().size()));
    }
    if (!tiling.compact()) {
      return tiling.at(x, line, nodes.size());
    }
    int height = tiling.listHeight(nodes.size());
    int at = NodeLines.top(selected, nodes.size(), height) + line;
    return line >= 0 && line < height && at < nodes.size() ? at : -1;
  }
}
