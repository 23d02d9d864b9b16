package io.quorate.tui.panes;

import io.quorate.run.Counts;
import io.quorate.run.RunEvent;
import io.quorate.run.RunState;
import io.quorate.run.StepStatus;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;
import io.quorate.tui.widget.ProgressBar;

/** The three lines above the panes: what runs, how far it is, and through which phases. */
final class Overview {

  private static final int BAR = 24;

  private Overview() {}

  static void draw(DashboardModel model, Canvas canvas) {
    drawTitle(model, canvas);
    drawCounts(model.run().counts(), canvas);
    drawPhases(model.run(), canvas);
  }

  private static void drawTitle(DashboardModel model, Canvas canvas) {
    canvas.fill(0, 0, canvas.width(), 1, ' ', Style.TITLE);
    RunEvent.RunStarted started = model.run().started();
    char dot = canvas.glyphs().bullet();
    String elapsed = " " + Wording.duration(model.run().elapsed(model.now())) + " ";
    int right = canvas.width() - elapsed.length();
    canvas.text(right, 0, elapsed, Style.TITLE);
    if (started != null && started.rehearsal()) {
      String label = " REHEARSAL ";
      right -= label.length() + 1;
      canvas.text(right, 0, label, Style.REHEARSAL);
    }
    String title =
        started == null
            ? " Quorate " + dot + " waiting for the run"
            : " Quorate " + dot + " " + started.journey() + " " + dot + " " + started.cluster();
    canvas.text(0, 0, Columns.cut(title, right - 1, canvas.glyphs().ellipsis()), Style.TITLE);
  }

  private static void drawCounts(Counts counts, Canvas canvas) {
    Glyphs glyphs = canvas.glyphs();
    int bar = Math.min(BAR, canvas.width() / 4);
    Style style = counts.failed() > 0 ? Style.BAD : Style.BUSY;
    new ProgressBar(counts.finished(), counts.total())
        .draw(canvas, canvas.width() - bar - 1, 1, bar, style);
    Canvas words = canvas.part(0, 0, canvas.width() - bar - 2, 2);
    int x = count(words, 1, glyphs.good(), counts.done(), "done", Style.GOOD);
    x = count(words, x, glyphs.busy(), counts.active(), "running", Style.BUSY);
    x = count(words, x, glyphs.bad(), counts.failed(), "failed", Style.BAD);
    int out = counts.blocked() + counts.skipped();
    x = count(words, x, glyphs.skipped(), out, "left out", Style.DIM);
    count(words, x, glyphs.waiting(), counts.waiting(), "waiting", Style.DIM);
  }

  /** Nothing is said of what there is none of, but for what is done. */
  private static int count(Canvas canvas, int x, char sign, int count, String word, Style style) {
    if (count == 0 && style != Style.GOOD) {
      return x;
    }
    return canvas.text(x, 1, sign + " " + count + " " + word, style) + 2;
  }

  /**
   * All phases by name if they fit; else those that are over, or not begun, by their sign alone.
   */
  private static void drawPhases(RunState run, Canvas canvas) {
    boolean names = phases(run, canvas.part(0, 0, 0, 0), true) < canvas.width();
    phases(run, canvas, names);
  }

  private static int phases(RunState run, Canvas canvas, boolean names) {
    int x = 1;
    for (RunState.PhaseState phase : run.phases()) {
      Counts counts = phase.counts();
      StepStatus status = status(counts);
      boolean live = counts.finished() > 0 && counts.finished() < counts.total();
      String text = String.valueOf(Wording.sign(status, canvas.glyphs()));
      if (names || live || status == StepStatus.FAILED || counts.active() > 0) {
        text += " " + phase.phase().title();
      }
      if (live) {
        text += " " + counts.finished() + "/" + counts.total();
      }
      x = canvas.text(x, 2, text, Wording.style(status)) + 2;
    }
    return x;
  }

  private static StepStatus status(Counts counts) {
    if (counts.failed() > 0) {
      return StepStatus.FAILED;
    }
    if (counts.active() > 0) {
      return StepStatus.RUNNING;
    }
    if (counts.finished() == counts.total()) {
      return counts.done() == 0
          ? StepStatus.SKIPPED
          : counts.warned() > 0 ? StepStatus.WARNED : StepStatus.CHANGED;
    }
    return counts.finished() > 0 ? StepStatus.RUNNING : StepStatus.WAITING;
  }
}
