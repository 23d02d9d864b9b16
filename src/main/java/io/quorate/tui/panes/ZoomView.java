package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Sanitizer;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Box;
import io.quorate.tui.widget.TextField;
import java.util.ArrayList;
import java.util.List;

/** One node on the whole screen: what it does or why it failed, and its output to scroll in. */
final class ZoomView {

  private ZoomView() {}

  private static String keys(DashboardModel model, NodeState node) {
    return model.live() && model.run().finished() == null
        ? NodePane.choices(node) + "   x stop"
        : "";
  }

  /** Lines of the node's state above its output. */
  private static int headHeight(DashboardModel model, NodeState node) {
    return NodePane.headHeight(
        node, keys(model, node), model.width() - 2, (model.height() - 4) * 2 / 3);
  }

  /** Lines of output in view. */
  static int outputHeight(DashboardModel model, NodeState node) {
    Zoom zoom = model.zoom();
    return zoom != null && zoom.plain()
        ? Math.max(1, model.height() - 1)
        : Math.max(1, model.height() - 1 - 2 - headHeight(model, node) - 1 - 1);
  }

  static void draw(DashboardModel model, Zoom zoom, NodeState node, Canvas canvas) {
    if (zoom.plain()) {
      drawPlain(model, zoom, node, canvas);
      return;
    }
    Overview.draw(model, canvas.part(0, 0, canvas.width(), 1));
    Canvas box = canvas.part(0, 1, canvas.width(), canvas.height() - 2);
    String title = node.name() + " " + Wording.roles(node.info()) + " " + node.info().address();
    Canvas inner = Box.draw(box, title.strip(), Style.BORDER);
    int head = headHeight(model, node);
    NodePane.drawHead(node, model.now(), keys(model, node), inner.part(0, 0, inner.width(), head));
    ZoomLines lines = zoom.lines(node);
    int height = Math.max(1, inner.height() - head - 1);
    drawRule(model, zoom, lines, height, inner.part(0, head, inner.width(), 1));
    drawOutput(zoom, lines, inner.part(0, head + 1, inner.width(), height));
    drawFooter(model, zoom, canvas);
  }

  /** Says what part of the output is seen. */
  private static void drawRule(
      DashboardModel model, Zoom zoom, ZoomLines lines, int height, Canvas rule) {
    rule.fill(0, 0, rule.width(), 1, rule.glyphs().horizontal(), Style.BORDER);
    String step = zoom.step();
    if (step != null) {
      String only = " only: " + model.run().step(step).info().title() + " ";
      rule.text(2, 0, Columns.cut(only, rule.width() - 24, rule.glyphs().ellipsis()), Style.STRONG);
    }
    int last = Math.min(lines.size(), zoom.firstShown(lines, height) + height);
    String place =
        zoom.follow() ? " following " : " held at line " + last + " of " + lines.size() + " ";
    rule.text(rule.width() - place.length() - 2, 0, place, Style.DIM);
  }

  private static void drawOutput(Zoom zoom, ZoomLines lines, Canvas body) {
    int first = zoom.firstShown(lines, body.height());
    if (lines.size() == 0) {
      body.text(0, 0, "No output yet.", Style.DIM);
    }
    for (int y = 0; y < body.height() && first + y < lines.size(); y++) {
      String line = Sanitizer.line(lines.lines().get(first + y).line());
      boolean current = !zoom.follow() && lines.numberAt(first + y) == zoom.top();
      Style style =
          !Zoom.matches(line, zoom.query()) ? Style.NORMAL : current ? Style.FOCUS : Style.SELECTED;
      body.text(0, y, Columns.cut(line, body.width(), body.glyphs().ellipsis()), style);
    }
  }

  /** Lines without anything beside them, long ones wrapped as a terminal does. */
  private static void drawPlain(DashboardModel model, Zoom zoom, NodeState node, Canvas canvas) {
    ZoomLines lines = zoom.lines(node);
    int height = canvas.height() - 1;
    int y = 0;
    for (int i = zoom.firstShown(lines, height); i < lines.size() && y < height; i++) {
      String rest = Sanitizer.line(lines.lines().get(i).line());
      do {
        int end = Math.max(1, Columns.indexAt(rest, canvas.width()));
        end = Math.min(end, rest.length());
        canvas.text(0, y, rest.substring(0, end), Style.NORMAL);
        rest = rest.substring(end);
        y++;
      } while (!rest.isEmpty() && y < height);
    }
    if (!model.eyes().notice().isEmpty()) {
      String notice = model.eyes().notice();
      canvas.text(
          0,
          height,
          Columns.cut(notice, canvas.width(), canvas.glyphs().ellipsis()),
          Style.WARNING);
      return;
    }
    PageFrame.drawHints(
        canvas,
        0,
        height,
        List.of(
            new Hint("Esc", "back"),
            new Hint("mouse", "mark"),
            new Hint("arrows", "scroll"),
            new Hint("Tab", "next node"),
            new Hint("l", "full log"),
            new Hint("q", "leave")));
  }

  private static void drawFooter(DashboardModel model, Zoom zoom, Canvas canvas) {
    int y = canvas.height() - 1;
    TextField typing = zoom.typing();
    if (typing != null) {
      int x = canvas.text(1, y, "Search: ", Style.STRONG);
      typing.draw(canvas, x, y, Math.max(1, canvas.width() - x - 1), true);
      return;
    }
    String notice = model.eyes().notice();
    if (!notice.isEmpty()) {
      String cut = Columns.cut(notice, canvas.width() - 2, canvas.glyphs().ellipsis());
      canvas.text(1, y, cut, Style.WARNING);
      return;
    }
    List<Hint> hints = new ArrayList<>();
    hints.add(new Hint("Esc", "all"));
    hints.add(new Hint("f", zoom.follow() ? "hold" : "follow"));
    hints.add(new Hint("/", "search"));
    if (!zoom.query().isEmpty()) {
      hints.add(new Hint("n N", "next, previous"));
    }
    hints.add(new Hint("t", "step"));
    hints.add(new Hint("c y", "copy"));
    hints.add(new Hint("l", "log"));
    hints.add(new Hint("Tab", "next node"));
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("q", "leave"));
    PageFrame.drawHints(canvas, 1, y, hints);
  }
}
