package io.quorate.tui.panes;

import io.quorate.run.Counts;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.run.RunState;
import io.quorate.run.StepStatus;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;
import io.quorate.tui.widget.ProgressBar;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The three lines above the panes: what runs, how far it is, and through which phases. */
final class Overview {

  private static final int BAR = 24;

  private Overview() {}

  static void draw(DashboardModel model, Canvas canvas) {
    drawTitle(model, canvas);
    drawCounts(model.run(), canvas);
    drawPhases(model.run(), canvas);
  }

  private static void drawTitle(DashboardModel model, Canvas canvas) {
    canvas.fill(0, 0, canvas.width(), 1, ' ', Style.TITLE);
    RunEvent.RunStarted started = model.run().started();
    char dot = canvas.glyphs().bullet();
    String time = " " + Wording.duration(model.run().elapsed(model.now())) + " ";
    Duration rest = model.rest();
    if (rest != null && model.run().finished() == null) {
      time += dot + " about " + Wording.duration(rest) + " left ";
    }
    ProcessDeath death = model.run().death();
    if (death != null) {
      time = " " + death.headline() + " " + dot + time;
    }
    int right = canvas.width() - time.length();
    canvas.text(right, 0, time, Style.TITLE);
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

  private static void drawCounts(RunState run, Canvas canvas) {
    Counts counts = run.counts();
    Glyphs glyphs = canvas.glyphs();
    int bar = Math.min(BAR, canvas.width() / 4);
    Style style = counts.failed() > 0 ? Style.BAD : Style.BUSY;
    new ProgressBar(counts.progressed(), counts.total())
        .draw(canvas, canvas.width() - bar - 1, 1, bar, style);
    Canvas words = canvas.part(0, 0, canvas.width() - bar - 2, 2);
    int x = count(words, 1, glyphs.good(), counts.done(), "done", Style.GOOD);
    x =
        !run.isCutOff()
            ? count(words, x, glyphs.busy(), counts.active(), "running", Style.BUSY)
            : count(words, x, glyphs.bad(), counts.active(), "cut off", Style.BAD);
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

  /** The way through the phases; those far from where the work is lose their names first. */
  private static void drawPhases(RunState run, Canvas canvas) {
    List<RunState.PhaseState> phases = run.phases();
    Set<Integer> named = new HashSet<>();
    for (int i = 0; i < phases.size(); i++) {
      named.add(i);
    }
    while (phasesWidth(phases, named) > canvas.width() - 2) {
      Optional<Integer> least =
          named.stream().max(Comparator.comparingInt(i -> distance(phases, i)));
      if (least.isEmpty()) {
        break;
      }
      named.remove(least.get());
    }
    int x = 1;
    for (int i = 0; i < phases.size(); i++) {
      if (i > 0) {
        x = canvas.text(x, 2, " " + canvas.glyphs().horizontal() + " ", Style.BORDER);
      }
      StepStatus seen = status(phases.get(i).counts());
      boolean cut = run.isCutOff() && seen == StepStatus.RUNNING;
      StepStatus status = cut ? StepStatus.SKIPPED : seen;
      String sign = Wording.sign(status, canvas.glyphs()) + words(phases.get(i), named.contains(i));
      x = canvas.text(x, 2, sign, Wording.style(status));
    }
  }

  /** How far a phase is from the nearest one that is under way, or is the next; 0: it is. */
  private static int distance(List<RunState.PhaseState> phases, int index) {
    List<Integer> here =
        IntStream.range(0, phases.size())
            .filter(i -> isUnderWay(phases.get(i).counts()))
            .boxed()
            .toList();
    int next =
        (int) phases.stream().takeWhile(p -> p.counts().finished() == p.counts().total()).count();
    return (here.isEmpty() ? List.of(next) : here)
        .stream().mapToInt(i -> Math.abs(i - index)).min().orElse(0);
  }

  private static boolean isUnderWay(Counts counts) {
    boolean begun = counts.finished() > 0 && counts.finished() < counts.total();
    return begun || counts.active() > 0 || counts.failed() > 0;
  }

  private static String words(RunState.PhaseState phase, boolean named) {
    Counts counts = phase.counts();
    String name = named ? " " + phase.phase().title() : "";
    int progressed = counts.progressed();
    boolean part = named && progressed > 0 && progressed < counts.total();
    return part ? name + " " + progressed + "/" + counts.total() : name;
  }

  private static int phasesWidth(List<RunState.PhaseState> phases, Set<Integer> named) {
    int width = 0;
    for (int i = 0; i < phases.size(); i++) {
      width += (i > 0 ? 4 : 1) + Columns.width(words(phases.get(i), named.contains(i)));
    }
    return width;
  }

  private static StepStatus status(Counts counts) {
    if (counts.failed() > 0) {
      return StepStatus.FAILED;
    }
    if (counts.active() > 0) {
      return StepStatus.RUNNING;
    }
    if (counts.finished() == counts.total()) {
      return counts.done() == 0 || counts.unbegun() > 0
          ? StepStatus.SKIPPED
          : counts.warned() > 0 ? StepStatus.WARNED : StepStatus.CHANGED;
    }
    return counts.finished() > 0 ? StepStatus.RUNNING : StepStatus.WAITING;
  }
}
