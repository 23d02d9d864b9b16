package io.quorate.tui.panes;

import io.quorate.run.Counts;
import io.quorate.run.FailureText;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunState;
import io.quorate.run.StepState;
import io.quorate.tui.Canvas;
import io.quorate.tui.Glyphs;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Sanitizer;
import io.quorate.tui.Style;
import java.util.ArrayList;
import java.util.List;

/** A finished run: how it ended, why, what was proven, and what to do next. */
final class Summary {

  /** Of what the failed command printed; the pane has all of it. */
  private static final int LAST_LINES = 8;

  private Summary() {}

  static void draw(
      DashboardModel model,
      RunEvent.RunFinished end,
      List<String> next,
      boolean mayResume,
      Canvas canvas) {
    RunEvent.RunStarted started = model.run().started();
    String cluster = started == null ? "" : started.journey() + " of " + started.cluster() + ": ";
    Canvas body =
        PageFrame.draw(
            canvas,
            cluster + headline(model.run(), end.result()),
            0,
            0,
            end.message(),
            hints(mayResume, !model.run().failures().isEmpty()),
            started != null && started.rehearsal());
    List<Line> lines = lines(model, next, body.width(), canvas.glyphs());
    int top = Math.clamp(model.eyes().summaryTop(), 0, Math.max(0, lines.size() - body.height()));
    for (int y = 0; y < body.height() && top + y < lines.size(); y++) {
      lines.get(top + y).draw(body, 0, y);
    }
    if (lines.size() > body.height()) {
      String place = (top + body.height()) + "/" + lines.size();
      canvas.text(canvas.width() - place.length() - 1, canvas.height() - 1, place, Style.DIM);
    }
  }

  private static List<Hint> hints(boolean mayResume, boolean fails) {
    List<Hint> hints = new ArrayList<>();
    if (mayResume) {
      hints.add(new Hint("r", "resume"));
    }
    hints.add(new Hint("arrows", "scroll"));
    hints.add(new Hint("p", "panes"));
    if (fails) {
      hints.add(new Hint("y", "copy what failed"));
    }
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("q", "leave"));
    return hints;
  }

  private static String headline(RunState run, RunResult result) {
    ProcessDeath death = run.death();
    if (death != null) {
      return death.headline();
    }
    return Wording.result(result);
  }

  /** Bad news first. */
  static List<Line> lines(DashboardModel model, List<String> next, int width, Glyphs glyphs) {
    RunState run = model.run();
    List<Line> lines = new ArrayList<>(counts(run, model, glyphs));
    ProcessDeath death = run.death();
    if (death != null) {
      title(lines, "What happened");
      indented(lines, Sanitizer.line(death.sentence()), width, Style.BAD);
      if (death.isCertain()) {
        cutOff(lines, run, glyphs);
      }
    }
    if (!run.failures().isEmpty()) {
      title(lines, "Failed");
      run.failures().forEach(step -> failure(lines, step, width, glyphs));
    }
    List<RunState.Evidence> warnings = run.warnings();
    if (!warnings.isEmpty()) {
      title(lines, "Warnings");
      warnings.forEach(w -> evidence(lines, w, width, glyphs.warning(), Style.WARNING));
    }
    List<RunState.Evidence> proven =
        run.evidence().stream().filter(RunState.Evidence::holds).toList();
    if (!proven.isEmpty()) {
      title(lines, "Verified");
      proven.forEach(e -> evidence(lines, e, width, glyphs.good(), Style.GOOD));
    }
    if (!next.isEmpty()) {
      title(lines, "Next");
      next.forEach(command -> lines.add(new Line("  " + command, Style.STRONG)));
    }
    return lines;
  }

  /** What was under way: whether it is done on the node, the next look tells. */
  private static void cutOff(List<Line> lines, RunState run, Glyphs glyphs) {
    run.steps().stream()
        .filter(step -> step.status().isActive())
        .map(step -> "  " + glyphs.bad() + " " + step.info().node() + ": " + step.info().title())
        .forEach(text -> lines.add(new Line(text + ", cut off", Style.WARNING)));
  }

  private static List<Line> counts(RunState run, DashboardModel model, Glyphs glyphs) {
    Counts c = run.counts();
    String took = Wording.duration(run.elapsed(model.now()));
    String text =
        c.total()
            + " steps in "
            + took
            + ": "
            + c.changed()
            + " changed, "
            + c.unchanged()
            + " already right";
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(text));
    int out = c.blocked() + c.skipped() + c.waiting() + (run.isCutOff() ? c.active() : 0);
    if (out > 0) {
      String word = glyphs.skipped() + " " + out + " not done; a later run goes on from here";
      lines.add(new Line(word, Style.WARNING));
    }
    return lines;
  }

  private static void title(List<Line> lines, String title) {
    lines.add(Line.of(""));
    lines.add(new Line(title, Style.STRONG));
  }

  private static void failure(List<Line> lines, StepState step, int width, Glyphs glyphs) {
    String where = "  " + glyphs.bad() + " " + step.info().node() + ": " + step.info().title();
    lines.add(new Line(where, Style.BAD));
    RunEvent.Failure failure = step.failure();
    if (failure == null) {
      return;
    }
    indented(lines, step.info().ifStopped(), width, Style.NORMAL);
    for (FailureText.Part part : new FailureText(failure).parts()) {
      Style style = part.label() == FailureText.Label.CAUSE ? Style.WARNING : Style.NORMAL;
      indented(lines, Sanitizer.line(part.line()), width, style);
      if (part.label() == FailureText.Label.ENDED) {
        failure.lastLines().stream()
            .skip(Math.max(0, failure.lastLines().size() - LAST_LINES))
            .forEach(line -> lines.add(new Line("      " + Sanitizer.line(line), Style.DIM)));
      }
    }
  }

  private static void indented(List<Line> lines, String text, int width, Style style) {
    if (!text.isEmpty()) {
      Line.wrapped(text, Math.max(10, width - 4), style)
          .forEach(l -> lines.add(new Line("    " + l.text(), style)));
    }
  }

  private static void evidence(
      List<Line> lines, RunState.Evidence e, int width, char sign, Style style) {
    lines.add(new Line("  " + sign + " " + e.node() + ": " + e.title(), style));
    indented(lines, Sanitizer.line(e.detail()), width, Style.DIM);
  }
}
