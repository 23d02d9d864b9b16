package io.quorate.run.report;

import io.quorate.run.Counts;
import io.quorate.run.Death;
import io.quorate.run.FailureText;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.Failure;
import io.quorate.run.RunState;
import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run as one HTML page without a script and without anything to load: the timeline by
 * node, failures with their evidence, what was proven, and each step with its duration. The journal
 * holds no secret; every text in it is escaped.
 */
public final class RunReport {

  private static final String PAGE = "/assets/report/page.html";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

  private final List<RunEvent> events;
  private final ZoneId zone;
  private final RunState run = new RunState();
  private final RunEvent.RunStarted started;
  private final @Nullable Death death;
  private final Timeline timeline;
  private final Markup body = new Markup();

  private RunReport(List<RunEvent> events, @Nullable Death death, ZoneId zone) {
    this.events = events;
    this.zone = zone;
    events.forEach(run::apply);
    RunEvent.RunStarted first = run.started();
    if (first == null) {
      throw new IllegalArgumentException("the recording does not begin with the run's start");
    }
    this.started = first;
    this.death = run.finished() == null ? death : null;
    this.timeline = Timeline.of(events);
  }

  /**
   * @param events a run's journal from its beginning; it may have been cut off
   * @param death how the run's process ended, where it left no last word; or null
   * @param zone of the times on the page
   * @throws IllegalArgumentException when the run's start is not among them
   */
  public static String html(List<RunEvent> events, @Nullable Death death, ZoneId zone) {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("the recording is empty");
    }
    return new RunReport(events, death, zone).page();
  }

  private String page() {
    head();
    heading("Timeline");
    body.open("div class=\"scroll\"").raw(TimelineChart.svg(run, timeline)).close("div").line();
    failures();
    proof();
    commands();
    steps();
    String title = "Quorate: " + started.journey() + " of " + started.cluster();
    return frame().replace("{{title}}", Markup.escape(title)).replace("{{body}}", body.toString());
  }

  private static String frame() {
    try (InputStream in = RunReport.class.getResourceAsStream(PAGE)) {
      if (in == null) {
        throw new IllegalStateException(PAGE + " is missing from this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void heading(String text) {
    body.element("h2", text).line();
  }

  // ---- head ----------------------------------------------------------------------------------

  private void head() {
    body.element("h1", started.journey() + " of " + started.cluster()).line();
    body.open("p");
    mark(resultStyle(), resultWords());
    body.text(" " + ending());
    body.close("p").line();
    if (started.rehearsal()) {
      body.element("p class=\"faint\"", "A rehearsal: the nodes were simulated.").line();
    }
    Counts counts = run.counts();
    body.open("ul class=\"facts\"");
    fact("Run", started.run());
    fact("Begun", TIME.format(started.at().atZone(zone)));
    fact("Took", Clock.of(Duration.between(timeline.begin(), timeline.end())));
    fact("Nodes", String.valueOf(run.nodes().size()));
    fact(
        "Steps",
        counts.total()
            + ": "
            + counts.changed()
            + " changed, "
            + counts.unchanged()
            + " already right, "
            + counts.warned()
            + " with warnings, "
            + counts.failed()
            + " failed, "
            + (counts.blocked() + counts.skipped() + counts.waiting() + counts.active())
            + " not done");
    body.close("ul").line();
  }

  private String ending() {
    Death gone = death;
    if (gone != null) {
      return gone.why().sentence() + " Noticed at " + TIME.format(gone.seen().atZone(zone)) + ".";
    }
    RunEvent.RunFinished end = run.finished();
    return end == null ? "The recording ends before the run did." : end.message();
  }

  private void fact(String name, String value) {
    body.open("li").element("b", name).text(" " + value).close("li");
  }

  private void mark(String style, String words) {
    body.element("span class=\"mark " + style + "\"", words);
  }

  private String resultStyle() {
    RunEvent.RunFinished end = run.finished();
    return end == null
        ? death == null ? "open" : "failed"
        : switch (end.result()) {
          case DONE -> "changed";
          case WARNINGS, STOPPED -> "warned";
          case FAILED, REFUSED -> "failed";
        };
  }

  private String resultWords() {
    RunEvent.RunFinished end = run.finished();
    if (death != null) {
      return death.why().headline();
    }
    return end == null
        ? "not finished"
        : switch (end.result()) {
          case DONE -> "done";
          case WARNINGS -> "done, with warnings";
          case STOPPED -> "stopped";
          case FAILED -> "failed";
          case REFUSED -> "not begun";
        };
  }

  // ---- failures ------------------------------------------------------------------------------

  /** All that failed on the way, those that a later attempt mended too. */
  private void failures() {
    List<RunEvent.StepFinished> failed =
        events.stream()
            .filter(e -> e instanceof RunEvent.StepFinished f && f.failure() != null)
            .map(RunEvent.StepFinished.class::cast)
            .toList();
    if (failed.isEmpty()) {
      return;
    }
    heading("Failures");
    for (RunEvent.StepFinished one : failed) {
      Failure failure = one.failure();
      if (failure != null) {
        failure(one, failure);
      }
    }
  }

  private void failure(RunEvent.StepFinished one, Failure failure) {
    StepState step = run.step(one.step());
    body.open("section class=\"failure\"");
    body.element("h3", one.node() + ": " + step.info().title());
    String when = Clock.of(Duration.between(timeline.begin(), one.at()));
    body.open("p class=\"faint\"").text("At " + when + ": " + failure.operation()).close("p");
    for (FailureText.Part part : new FailureText(failure).parts()) {
      String label = part.label().text();
      String title = Character.toUpperCase(label.charAt(0)) + label.substring(1) + ": ";
      body.open("p").element("b", title).text(part.text()).close("p");
      if (part.label() == FailureText.Label.ENDED && !failure.lastLines().isEmpty()) {
        body.element("pre", String.join("\n", failure.lastLines()));
      }
    }
    body.element("p class=\"faint\"", "In the end: " + words(step.status()) + ".");
    body.close("section").line();
  }

  // ---- evidence, commands, steps ---------------------------------------------------------------

  private void proof() {
    if (run.evidence().isEmpty()) {
      return;
    }
    heading("Evidence");
    body.open("ul class=\"proof\"");
    for (RunState.Evidence e : run.evidence()) {
      body.open("li");
      mark(e.holds() ? "changed" : "warned", e.holds() ? "holds" : "warning");
      body.text(" " + e.node() + ": " + e.title());
      body.open("span class=\"faint\"").text("  " + e.detail()).close("span").close("li").line();
    }
    body.close("ul").line();
  }

  private void commands() {
    List<RunEvent.CommandReceived> commands =
        events.stream()
            .filter(RunEvent.CommandReceived.class::isInstance)
            .map(RunEvent.CommandReceived.class::cast)
            .toList();
    if (commands.isEmpty()) {
      return;
    }
    heading("What people decided");
    body.open("ul class=\"proof\"");
    for (RunEvent.CommandReceived c : commands) {
      String at = Clock.of(Duration.between(timeline.begin(), c.at()));
      body.element("li", at + "  " + c.command() + ", by " + c.by()).line();
    }
    body.close("ul").line();
  }

  private void steps() {
    heading("Steps");
    body.open("div class=\"scroll\"").open("table").open("thead").open("tr");
    List.of("Node", "Step", "Phase", "Outcome", "Begun", "Took", "Changes")
        .forEach(title -> body.element("th", title));
    body.close("tr").close("thead").open("tbody").line();
    run.steps().forEach(this::step);
    body.close("tbody").close("table").close("div").line();
  }

  private void step(StepState step) {
    boolean ran = step.startedAt() != null;
    body.open("tr");
    body.element("td", step.info().node());
    body.element("td", step.info().title());
    body.element("td class=\"faint\"", step.info().phase().title());
    body.open("td");
    boolean cut = death != null && step.status() == StepStatus.RUNNING;
    mark(cut ? "failed" : style(step.status()), cut ? "cut off" : words(step.status()));
    body.close("td");
    body.element(
        "td class=\"number\"",
        ran ? Clock.of(Duration.between(timeline.begin(), step.startedAt())) : "");
    String took = ran ? Clock.exact(Duration.ofMillis(step.millis())) : "";
    body.element("td class=\"number\"", step.attempt() > 1 ? took + " ×" + step.attempt() : took);
    body.element("td class=\"faint\"", String.join(", ", step.changes()));
    body.close("tr").line();
  }

  private static String style(StepStatus status) {
    return switch (status) {
      case CHANGED -> "changed";
      case WARNED, RETRYING -> "warned";
      case FAILED -> "failed";
      case RUNNING -> "open";
      case UNCHANGED, WAITING, BLOCKED, SKIPPED -> "unchanged";
    };
  }

  private static String words(StepStatus status) {
    return switch (status) {
      case CHANGED -> "changed";
      case UNCHANGED -> "already right";
      case WARNED -> "warning";
      case FAILED -> "failed";
      case RETRYING -> "tried again";
      case RUNNING -> "under way";
      case WAITING -> "not begun";
      case BLOCKED -> "blocked";
      case SKIPPED -> "left out";
    };
  }
}
