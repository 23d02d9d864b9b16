package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.run.RunEvent;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Sanitizer;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Box;
import io.quorate.tui.widget.TextField;
import java.util.List;

/** One node on the whole screen: what it does or why it failed, and its output to scroll in. */
final class ZoomView {

  /** Lines of the node's state above its output. */
  private static final int HEAD = 3;

  private static final int FAILED_HEAD = 8;

  private ZoomView() {}

  static int headHeight(NodeState node) {
    return DashboardModel.failed(node).isPresent() ? FAILED_HEAD : HEAD;
  }

  /** Lines of output in view. */
  static int outputHeight(DashboardModel model, NodeState node) {
    return Math.max(1, model.height() - 1 - 2 - headHeight(node) - 1 - 1);
  }

  static void draw(DashboardModel model, Zoom zoom, NodeState node, Canvas canvas) {
    Overview.draw(model, canvas.part(0, 0, canvas.width(), 1));
    Canvas box = canvas.part(0, 1, canvas.width(), canvas.height() - 2);
    String title = node.name() + " " + Wording.roles(node.info()) + " " + node.info().address();
    Canvas inner = Box.draw(box, title.strip(), Style.BORDER);
    int head = headHeight(node);
    NodePane.drawHead(
        node, model.now(), "r retry   s leave it out", inner.part(0, 0, inner.width(), head));
    inner.fill(0, head, inner.width(), 1, canvas.glyphs().horizontal(), Style.BORDER);
    int height = inner.height() - head - 1;
    drawOutput(zoom, node, inner.part(0, head + 1, inner.width(), height));
    drawFooter(zoom, canvas);
  }

  private static void drawOutput(Zoom zoom, NodeState node, Canvas body) {
    List<RunEvent.Output> lines = node.output().all();
    long oldest = node.output().total() - lines.size();
    int first = (int) (zoom.firstShown(node.output(), body.height()) - oldest);
    if (lines.isEmpty()) {
      body.text(0, 0, "No output yet.", Style.DIM);
    }
    for (int y = 0; y < body.height() && first + y < lines.size(); y++) {
      String line = Sanitizer.line(lines.get(first + y).line());
      Style style = Zoom.matches(line, zoom.query()) ? Style.SELECTED : Style.NORMAL;
      body.text(0, y, Columns.cut(line, body.width(), body.glyphs().ellipsis()), style);
    }
  }

  private static void drawFooter(Zoom zoom, Canvas canvas) {
    int y = canvas.height() - 1;
    TextField typing = zoom.typing();
    if (typing != null) {
      int x = canvas.text(1, y, "Search: ", Style.STRONG);
      typing.draw(canvas, x, y, Math.max(1, canvas.width() - x - 1), true);
      return;
    }
    PageFrame.drawHints(
        canvas,
        1,
        y,
        List.of(
            new Hint("Esc", "all nodes"),
            new Hint("arrows", "scroll"),
            new Hint("f", zoom.follow() ? "stop following" : "follow"),
            new Hint("/", "search"),
            new Hint("n N", "next, previous"),
            new Hint("Tab", "next node"),
            new Hint("q", "quit")));
  }
}
