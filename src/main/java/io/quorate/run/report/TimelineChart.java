package io.quorate.run.report;

import io.quorate.run.RunState;
import io.quorate.run.report.Timeline.Loss;
import io.quorate.run.report.Timeline.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The timeline as a drawing: a row for each node, a bar for each attempt of a step. */
final class TimelineChart {

  private static final int WIDTH = 1140;
  private static final int NAMES = 130;
  private static final int ROW = 30;
  private static final int BAR = 20;
  private static final int AXIS = 26;

  /** About what a letter takes. */
  private static final double LETTER = 6.2;

  private static final List<Integer> TICKS =
      List.of(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200);

  private final RunState run;
  private final Timeline timeline;
  private final double scale;
  private final Markup svg = new Markup();

  private TimelineChart(RunState run, Timeline timeline) {
    this.run = run;
    this.timeline = timeline;
    long millis = Math.max(1, Duration.between(timeline.begin(), timeline.end()).toMillis());
    this.scale = (WIDTH - NAMES - 10.0) / millis;
  }

  static String svg(RunState run, Timeline timeline) {
    return new TimelineChart(run, timeline).draw();
  }

  private String draw() {
    List<String> nodes = new ArrayList<>();
    run.nodes().forEach(n -> nodes.add(n.name()));
    int height = AXIS + ROW * nodes.size() + 6;
    svg.open(
        "svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"Timeline by node\""
            + " viewBox=\"0 0 "
            + WIDTH
            + " "
            + height
            + "\"");
    drawAxis(height);
    for (int row = 0; row < nodes.size(); row++) {
      drawRow(nodes.get(row), AXIS + ROW * row);
    }
    return svg.close("svg").toString();
  }

  private void drawAxis(int height) {
    long seconds = Duration.between(timeline.begin(), timeline.end()).toSeconds();
    int step = TICKS.stream().filter(t -> seconds / t <= 10).findFirst().orElse(TICKS.getLast());
    for (long at = 0; at <= seconds; at += step) {
      double x = NAMES + at * 1000 * scale;
      svg.raw(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
              x,
              x,
              AXIS - 6,
              height));
      svg.open(String.format(Locale.ROOT, "text class=\"tick\" x=\"%.1f\" y=\"14\"", x))
          .text(Clock.of(Duration.ofSeconds(at)))
          .close("text");
    }
  }

  private void drawRow(String node, int top) {
    svg.line();
    svg.open("text x=\"0\" y=\"" + (top + 19) + "\"")
        .text(shortened(node, NAMES - 8))
        .close("text");
    for (Span span : timeline.spans()) {
      if (span.node().equals(node)) {
        drawSpan(span, top);
      }
    }
    for (Loss loss : timeline.losses()) {
      if (loss.node().equals(node)) {
        bar("lost", loss.from(), loss.to(), top + 1, BAR + 6);
        svg.element("title", node + ": not reachable: " + loss.reason()).close("rect");
      }
    }
  }

  private void drawSpan(Span span, int top) {
    String title = run.step(span.step()).info().title();
    double width = bar(span.outcome().style(), span.from(), span.to(), top + 4, BAR);
    String again = span.attempt() > 1 ? ", attempt " + span.attempt() : "";
    svg.element(
            "title",
            title
                + again
                + "\n"
                + Clock.of(Duration.between(timeline.begin(), span.from()))
                + ", took "
                + Clock.exact(Duration.between(span.from(), span.to()))
                + ", "
                + span.outcome().style())
        .close("rect");
    String sign = span.outcome() == Timeline.Outcome.FAILED ? "✗ " : "";
    String label = shortened(sign + title, width - 8);
    if (label.length() > 2) {
      svg.open(
              String.format(
                  Locale.ROOT,
                  "text class=\"label\" x=\"%.1f\" y=\"%d\"",
                  x(span.from()) + 4,
                  top + 18))
          .text(label)
          .close("text");
    }
  }

  /** Leaves the rectangle open for its title; returns its width. */
  private double bar(String style, Instant from, Instant to, int y, int height) {
    double width = Math.max(2, x(to) - x(from) - 1);
    svg.open(
        String.format(
            Locale.ROOT,
            "rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"",
            style,
            x(from),
            y,
            width,
            height));
    return width;
  }

  private double x(Instant at) {
    return NAMES + Duration.between(timeline.begin(), at).toMillis() * scale;
  }

  private static String shortened(String text, double room) {
    int letters = (int) (room / LETTER);
    return text.length() <= letters
        ? text
        : letters < 3 ? "" : text.substring(0, letters - 1) + "…";
  }
}
