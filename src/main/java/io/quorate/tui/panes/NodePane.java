package io.quorate.tui.panes;

import io.quorate.run.FailureText;
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

  /**
   * @param live whether a failure can be decided on
   */
  static void draw(NodeState node, Instant now, boolean selected, boolean live, Canvas canvas) {
    StepStatus status = Wording.status(node);
    Style border =
        selected ? Style.SELECTED : status == StepStatus.FAILED ? Style.BAD : Style.BORDER;
    Canvas inner = Box.draw(canvas, title(node, status, selected, canvas), border);
    int used = drawHead(node, now, keys(node, selected, live), inner);
    drawOutput(node, inner, used);
  }

  /** Keys speak of the selected pane. */
  private static String keys(NodeState node, boolean selected, boolean live) {
    return !selected || !live ? "" : choices(node) + "   Enter more";
  }

  /** What can be done about the node's failed step. */
  static String choices(NodeState node) {
    boolean needed = DashboardModel.failed(node).map(StepState::isNeeded).orElse(false);
    return needed ? "r retry" : "r retry   s leave it out";
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
    String clock = step == null || node.isCutOff() ? "" : Wording.clock(step, now);
    int room = inner.width() - Columns.width(clock) - 1;
    Style style = node.lost() == null ? Wording.style(status) : Style.BAD;
    String doing = Wording.sign(status, inner.glyphs()) + " " + Wording.doing(node);
    inner.text(0, 0, Columns.cut(doing, room, ellipsis(inner)), style);
    inner.text(inner.width() - Columns.width(clock), 0, clock, Style.DIM);
  }

  private static void drawSteps(NodeState node, Canvas inner, int y) {
    int done = node.counts().progressed();
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

  /** Lines that {@link #drawHead} takes when it has {@code most}. */
  static int headHeight(NodeState node, String keys, int width, int most) {
    Optional<StepState> failed = DashboardModel.failed(node);
    if (failed.isEmpty()) {
      return node.current() == null ? 2 : 3;
    }
    return Math.clamp(failureLines(failed.get(), keys, width, ' ').size(), 1, Math.max(1, most));
  }

  /** As much as there is room for; the keys are always in it. */
  private static int drawFailure(StepState step, String keys, Canvas inner) {
    List<Line> lines = failureLines(step, keys, inner.width(), inner.glyphs().bad());
    int room = inner.height();
    boolean all = lines.size() <= room;
    int shown = all ? lines.size() : Math.max(1, room - (keys.isEmpty() ? 0 : 1));
    for (int i = 0; i < shown; i++) {
      lines.get(i).draw(inner, 0, i);
    }
    if (all) {
      return shown;
    }
    int end = Math.min(inner.width() - 1, Columns.width(lines.get(shown - 1).text()));
    inner.text(end, shown - 1, String.valueOf(ellipsis(inner)), Style.DIM);
    if (room > 1) {
      inner.text(0, shown, keys, Style.KEY);
    }
    return room;
  }

  /** The most telling first, since a small pane shows only so many lines. */
  private static List<Line> failureLines(StepState step, String keys, int width, char sign) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(sign + " " + step.info().title(), Style.BAD));
    RunEvent.Failure failure = step.failure();
    if (failure != null) {
      FailureText text = new FailureText(failure);
      lines.add(Line.of(Sanitizer.line(failure.doing())));
      String said = Sanitizer.line(text.said());
      if (failure.cause().isEmpty()) {
        lines.addAll(Line.wrapped(said, width, Style.WARNING));
      } else {
        lines.addAll(Line.wrapped(failure.cause(), width, Style.WARNING));
        lines.addAll(Line.wrapped("Next: " + failure.remedy(), width, Style.NORMAL));
        lines.addAll(Line.wrapped("It said: " + said, width, Style.DIM));
      }
      text.meaning()
          .forEach(p -> lines.addAll(Line.wrapped(Sanitizer.line(p.line()), width, Style.NORMAL)));
    }
    if (!keys.isEmpty()) {
      lines.add(new Line(keys, Style.KEY));
    }
    return lines;
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
