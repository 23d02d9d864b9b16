package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.run.RunEvent;
import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Sanitizer;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Box;
import io.quorate.tui.widget.ProgressBar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One node: what it does, how far it is, what it printed last; or why it failed. */
final class NodePane {

  private NodePane() {}

  static void draw(NodeState node, Instant now, boolean selected, Canvas canvas) {
    StepStatus status = Wording.status(node);
    Style border =
        selected ? Style.SELECTED : status == StepStatus.FAILED ? Style.BAD : Style.BORDER;
    Canvas inner = Box.draw(canvas, title(node, status, selected, canvas), border);
    int used = drawHead(node, now, "r retry   s leave it out   Enter more", inner);
    drawOutput(node, inner, used);
  }

  /** The selected one is marked by more than its colour. */
  private static String title(NodeState node, StepStatus status, boolean selected, Canvas canvas) {
    String mark = selected ? canvas.glyphs().arrow() + " " : "";
    char sign = Wording.sign(status, canvas.glyphs());
    return mark + sign + " " + node.name() + " " + Wording.roles(node.info());
  }

  /**
   * Draws what is known of the node's work; returns the lines that it took.
   *
   * @param keys what can be done about a failure
   */
  static int drawHead(NodeState node, Instant now, String keys, Canvas inner) {
    Optional<StepState> failed = DashboardModel.failed(node);
    if (failed.isPresent()) {
      return drawFailure(failed.get(), keys, inner);
    }
    drawDoing(node, now, inner);
    StepState step = node.current();
    if (step == null) {
      drawSteps(node, inner, 1);
      return 2;
    }
    String operation = step.operationTitle();
    inner.text(2, 1, Columns.cut(operation, inner.width() - 2, ellipsis(inner)), Style.DIM);
    if (step.total() > 0) {
      drawBytes(step, inner);
    } else {
      drawSteps(node, inner, 2);
    }
    return 3;
  }

  private static void drawDoing(NodeState node, Instant now, Canvas inner) {
    StepStatus status = Wording.status(node);
    StepState step = node.current();
    String clock = step == null ? "" : Wording.clock(step, now);
    int room = inner.width() - Columns.width(clock) - 1;
    Style style = node.lost() == null ? Wording.style(status) : Style.BAD;
    String doing = Wording.sign(status, inner.glyphs()) + " " + Wording.doing(node);
    inner.text(0, 0, Columns.cut(doing, room, ellipsis(inner)), style);
    inner.text(inner.width() - Columns.width(clock), 0, clock, Style.DIM);
  }

  private static void drawSteps(NodeState node, Canvas inner, int y) {
    int done = node.counts().finished();
    int total = node.counts().total();
    String steps = done + "/" + total + " steps";
    drawBar(new ProgressBar(done, total), steps, inner, y);
  }

  private static void drawBytes(StepState step, Canvas inner) {
    String bytes = ProgressBar.bytes(step.done()) + " of " + ProgressBar.bytes(step.total());
    drawBar(new ProgressBar(step.done(), step.total()), bytes, inner, 2);
  }

  private static void drawBar(ProgressBar bar, String words, Canvas inner, int y) {
    int room = inner.width() - Columns.width(words) - 3;
    bar.draw(inner, 2, y, Math.max(6, room), Style.BUSY);
    inner.text(inner.width() - Columns.width(words), y, words, Style.DIM);
  }

  /** The most telling first, since a small pane shows only so many lines. */
  private static int drawFailure(StepState step, String keys, Canvas inner) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(inner.glyphs().bad() + " " + step.info().title(), Style.BAD));
    RunEvent.Failure failure = step.failure();
    if (failure != null) {
      lines.addAll(failureLines(failure, inner.width(), inner.height() - 2));
    }
    int shown = Math.min(lines.size(), Math.max(1, inner.height() - 1));
    for (int i = 0; i < shown; i++) {
      lines.get(i).draw(inner, 0, i);
    }
    if (inner.height() > 1) {
      inner.text(0, shown, keys, Style.KEY);
    }
    return shown + 1;
  }

  /** Cause and remedy before the rest; as many lines as there is room for. */
  private static List<Line> failureLines(RunEvent.Failure failure, int width, int room) {
    List<Line> lines = new ArrayList<>();
    String code = failure.exitCode() < 0 ? "" : " (exit code " + failure.exitCode() + ")";
    lines.add(Line.of(failure.operation() + code));
    String why = failure.cause().isEmpty() ? failure.message() : failure.cause();
    lines.addAll(Line.wrapped(Sanitizer.line(why), width, Style.WARNING));
    if (!failure.remedy().isEmpty()) {
      lines.addAll(Line.wrapped("Next: " + failure.remedy(), width, Style.NORMAL));
    }
    if (!failure.cause().isEmpty()) {
      lines.addAll(Line.wrapped(Sanitizer.line(failure.message()), width, Style.DIM));
    }
    return lines.subList(0, Math.clamp(room, 0, lines.size()));
  }

  private static void drawOutput(NodeState node, Canvas inner, int from) {
    int room = inner.height() - from;
    int y = from;
    for (RunEvent.Output output : node.output().tail(room)) {
      inner.text(
          0,
          y,
          Columns.cut(Sanitizer.line(output.line()), inner.width(), ellipsis(inner)),
          Style.DIM);
      y++;
    }
  }

  private static char ellipsis(Canvas canvas) {
    return canvas.glyphs().ellipsis();
  }
}
