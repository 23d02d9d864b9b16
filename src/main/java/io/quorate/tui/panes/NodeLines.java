package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.run.StepStatus;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Style;
import java.util.List;

/** Many nodes, one line each. */
final class NodeLines {

  private NodeLines() {}

  /** The first node in view, so that the selected one is. */
  static int top(int selected, int nodes, int height) {
    return Math.clamp(selected - height / 2, 0, Math.max(0, nodes - height));
  }

  static void draw(List<NodeState> nodes, int selected, Canvas canvas) {
    int names = Math.clamp(longest(nodes), 4, Math.max(4, canvas.width() / 4));
    int top = top(selected, nodes.size(), canvas.height());
    boolean fits = nodes.size() <= canvas.height();
    for (int y = 0; y < canvas.height() && top + y < nodes.size(); y++) {
      Canvas line = canvas.part(0, y, canvas.width() - (fits ? 0 : 2), 1);
      drawLine(nodes.get(top + y), top + y == selected, names, line);
    }
    drawBar(top, nodes.size(), canvas);
  }

  /** At the right edge, where in a list that is longer than its room one is. */
  static void drawBar(int top, int lines, Canvas canvas) {
    int height = canvas.height();
    if (lines <= height || height <= 0) {
      return;
    }
    int thumb = Math.max(1, height * height / lines);
    int from = (height - thumb) * top / (lines - height);
    int x = canvas.width() - 1;
    canvas.fill(x, 0, 1, height, canvas.glyphs().vertical(), Style.BORDER);
    canvas.fill(x, from, 1, thumb, canvas.glyphs().barFull(), Style.STRONG);
  }

  private static int longest(List<NodeState> nodes) {
    return nodes.stream().mapToInt(n -> Columns.width(n.name())).max().orElse(4);
  }

  private static void drawLine(NodeState node, boolean selected, int names, Canvas line) {
    char ellipsis = line.glyphs().ellipsis();
    StepStatus status = Wording.status(node);
    if (selected) {
      line.fill(0, 0, line.width(), 1, ' ', Style.FOCUS);
    }
    String mark = selected ? String.valueOf(line.glyphs().arrow()) : " ";
    line.text(0, 0, mark, selected ? Style.FOCUS : Style.NORMAL);
    String sign = String.valueOf(Wording.sign(status, line.glyphs()));
    line.text(2, 0, sign, selected ? Style.FOCUS : Wording.style(status));
    String name = Columns.fit(node.name(), names, ellipsis);
    int x = line.text(4, 0, name, selected ? Style.FOCUS : Style.STRONG) + 1;
    String steps = node.counts().progressed() + "/" + node.counts().total();
    int right = line.width() - Columns.width(steps);
    String doing = Columns.cut(Wording.doing(node), right - x - 1, ellipsis);
    line.text(x, 0, doing, selected ? Style.FOCUS : Wording.style(status));
    line.text(right, 0, steps, selected ? Style.FOCUS : Style.DIM);
  }
}
