package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.run.StepStatus;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Style;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Many nodes, one sign each, those of the same roles together: at a glance how many are where.
 *
 * @param nodes as they are shown, grouped
 * @param pitch columns that a node takes
 */
record NodeMap(List<NodeState> nodes, List<Row> rows, int pitch) {

  /**
   * A line of the map.
   *
   * @param from the first node in it
   * @param to the node behind its last; for the heading of a group: behind the group's last
   */
  record Row(boolean heading, int from, int to) {
    boolean holds(int node) {
      return !heading && node >= from && node < to;
    }
  }

  private static final List<StepStatus> TOLD =
      List.of(
          StepStatus.FAILED,
          StepStatus.RETRYING,
          StepStatus.RUNNING,
          StepStatus.WAITING,
          StepStatus.SKIPPED,
          StepStatus.WARNED,
          StepStatus.CHANGED);

  /** By what nodes are grouped: masters first. */
  static int group(NodeState node) {
    return (node.info().master() ? 0 : 2) + (node.info().worker() ? 1 : 0);
  }

  /** With a blank beside each sign where all fit so, else with room for the bar at the edge. */
  static NodeMap of(List<NodeState> nodes, int width, int height) {
    List<Row> wide = rows(nodes, width / 2);
    return wide.size() <= height
        ? new NodeMap(nodes, wide, 2)
        : new NodeMap(nodes, rows(nodes, width - 2), 1);
  }

  private static List<Row> rows(List<NodeState> nodes, int across) {
    List<Row> rows = new ArrayList<>();
    int from = 0;
    while (from < nodes.size()) {
      int to = from;
      while (to < nodes.size() && group(nodes.get(to)) == group(nodes.get(from))) {
        to++;
      }
      rows.add(new Row(true, from, to));
      for (int at = from; at < to; at += Math.max(1, across)) {
        rows.add(new Row(false, at, Math.min(to, at + Math.max(1, across))));
      }
      from = to;
    }
    return rows;
  }

  /** One that cannot be reached is tried again, whatever it was at. */
  private static StepStatus status(NodeState node) {
    StepStatus status = Wording.status(node);
    return node.lost() != null && status != StepStatus.FAILED ? StepStatus.RETRYING : status;
  }

  private int rowOf(int node) {
    int row = 0;
    while (row < rows.size() - 1 && !rows.get(row).holds(node)) {
      row++;
    }
    return row;
  }

  /** The first row in view, so that the selected node is. */
  private int top(int selected, int height) {
    return NodeLines.top(rowOf(selected), rows.size(), height);
  }

  /** The node above or below; the ends stop it. */
  int beside(int selected, int by) {
    int row = rowOf(selected);
    int column = selected - rows.get(row).from();
    int to = row + by;
    while (to >= 0 && to < rows.size() && rows.get(to).heading()) {
      to += by;
    }
    return to < 0 || to >= rows.size()
        ? selected
        : Math.min(rows.get(to).from() + column, rows.get(to).to() - 1);
  }

  /** The node at a place; -1 when there is none. */
  int at(int x, int y, int selected, int height) {
    int row = top(selected, height) + y;
    if (y < 0 || y >= height || row >= rows.size() || rows.get(row).heading()) {
      return -1;
    }
    int node = rows.get(row).from() + (x - 1) / pitch;
    return rows.get(row).holds(node) ? node : -1;
  }

  void draw(int selected, Canvas canvas) {
    int top = top(selected, canvas.height());
    for (int y = 0; y < canvas.height() && top + y < rows.size(); y++) {
      Row row = rows.get(top + y);
      if (row.heading()) {
        drawHeading(row, canvas.part(0, y, canvas.width(), 1));
        continue;
      }
      for (int i = row.from(); i < row.to(); i++) {
        StepStatus status = status(nodes.get(i));
        String sign = String.valueOf(Wording.sign(status, canvas.glyphs()));
        Style style = i == selected ? Style.FOCUS : Wording.style(status);
        canvas.text(1 + (i - row.from()) * pitch, y, sign, style);
      }
    }
    NodeLines.drawBar(top, rows.size(), canvas);
  }

  private void drawHeading(Row row, Canvas line) {
    Map<StepStatus, Integer> counts = new EnumMap<>(StepStatus.class);
    for (NodeState node : nodes.subList(row.from(), row.to())) {
      counts.merge(status(node), 1, Integer::sum);
    }
    String roles = Wording.roles(nodes.get(row.from()).info());
    String title = (roles.isEmpty() ? "other" : roles) + " " + (row.to() - row.from()) + ":";
    int x = line.text(0, 0, Columns.cut(title, line.width(), ' '), Style.STRONG) + 2;
    for (StepStatus status : TOLD) {
      int count = counts.getOrDefault(status, 0);
      if (count > 0) {
        String words = Wording.sign(status, line.glyphs()) + " " + count + " " + word(status);
        x = line.text(x, 0, words, Wording.style(status)) + 2;
      }
    }
  }

  private static String word(StepStatus status) {
    return switch (status) {
      case FAILED -> "failed";
      case RETRYING -> "trying again";
      case RUNNING -> "running";
      case WAITING -> "waiting";
      case SKIPPED, BLOCKED -> "left out";
      case WARNED -> "done, with warnings";
      case CHANGED, UNCHANGED -> "done";
    };
  }
}
