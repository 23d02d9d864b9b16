package io.quorate.console;

import io.quorate.plan.Phase;
import io.quorate.run.FailureText;
import io.quorate.run.Printable;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.Failure;
import io.quorate.run.RunEvent.StepInfo;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as lines of text, one or a few an event: for dumb terminals, screen readers and logs. Feed
 * it the events in their order.
 */
public final class RunLines {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final boolean verbose;
  private final ZoneId zone;
  private final Map<String, StepInfo> steps = new HashMap<>();
  private int nodeWidth = 4;

  /**
   * @param verbose whether the commands' output and unchanged operations are shown too
   * @param zone of the times in front of the lines
   */
  public RunLines(boolean verbose, ZoneId zone) {
    this.verbose = verbose;
    this.zone = zone;
  }

  /** The lines for one event; none for what only verbose shows. */
  public List<String> of(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted started -> started(started);
      case RunEvent.StepStarted e ->
          e.attempt() > 1
              ? line(event, e.node(), "again", title(e.step()) + " (attempt " + e.attempt() + ")")
              : verbose ? line(event, e.node(), "begin", title(e.step())) : List.of();
      case RunEvent.OperationStarted e -> List.of();
      case RunEvent.Output e -> verbose ? line(event, e.node(), "|", e.line()) : List.of();
      case RunEvent.Progress e -> List.of();
      case RunEvent.OperationFinished e -> operation(e);
      case RunEvent.StepFinished e -> finished(e);
      case RunEvent.StepRetrying e ->
          line(
              event,
              e.node(),
              "wait",
              title(e.step()) + " is tried again in " + seconds(e.delayMillis()));
      case RunEvent.Checking e -> List.of();
      case RunEvent.StepReopened e -> line(event, e.node(), "reopened", title(e.step()));
      case RunEvent.NodeLost e -> line(event, e.node(), "LOST", e.reason());
      case RunEvent.NodeBack e -> line(event, e.node(), "back", "connected again");
      case RunEvent.CommandReceived e -> line(event, "", "told", e.command() + " by " + e.by());
      case RunEvent.RunFinished e ->
          line(
              event,
              "",
              switch (e.result()) {
                case DONE -> "DONE";
                case WARNINGS -> "DONE WITH WARNINGS";
                case FAILED -> "FAILED";
                case STOPPED -> "STOPPED";
                case REFUSED -> "REFUSED";
              },
              e.message());
    };
  }

  private List<String> started(RunEvent.RunStarted started) {
    for (StepInfo step : started.steps()) {
      steps.put(step.id(), step);
    }
    for (var node : started.nodes()) {
      nodeWidth = Math.max(nodeWidth, node.name().length());
    }
    return line(
        started,
        "",
        "run",
        started.run()
            + ": "
            + started.journey()
            + " "
            + started.cluster()
            + ", "
            + started.nodes().size()
            + " nodes, "
            + started.steps().size()
            + " steps"
            + (started.rehearsal() ? " (REHEARSAL: simulated nodes)" : ""));
  }

  private List<String> operation(RunEvent.OperationFinished e) {
    String what = operationTitle(e.step(), e.operation());
    String detail = e.detail().isBlank() ? what : what + ": " + e.detail();
    StepInfo step = steps.get(e.step());
    boolean evidence = step != null && step.phase() == Phase.VERIFY;
    return switch (e.outcome()) {
      case UNCHANGED ->
          evidence
              ? line(e, e.node(), "ok", detail)
              : verbose ? line(e, e.node(), "ok", detail) : List.of();
      case CHANGED -> line(e, e.node(), "changed", detail);
      case WARNED -> line(e, e.node(), "WARNING", detail);
      case FAILED -> line(e, e.node(), "failed", detail);
    };
  }

  private List<String> finished(RunEvent.StepFinished e) {
    List<String> lines = new ArrayList<>();
    switch (e.result()) {
      case UNCHANGED -> {
        if (verbose) {
          lines.addAll(line(e, e.node(), "ok", title(e.step())));
        }
      }
      case CHANGED, WARNED ->
          lines.addAll(line(e, e.node(), "done", title(e.step()) + " in " + seconds(e.millis())));
      case FAILED -> lines.addAll(line(e, e.node(), "FAILED", title(e.step())));
      case BLOCKED ->
          lines.addAll(
              line(e, e.node(), "blocked", title(e.step()) + ": something before it failed"));
      case SKIPPED -> lines.addAll(line(e, e.node(), "left out", title(e.step())));
    }
    Failure failure = e.failure();
    if (failure != null) {
      lines.addAll(explain(failure));
      StepInfo step = steps.get(e.step());
      if (step != null && !step.ifStopped().isEmpty()) {
        lines.add("    What is there now: " + step.ifStopped());
      }
    }
    return lines;
  }

  private static List<String> explain(Failure failure) {
    List<String> lines = new ArrayList<>();
    for (FailureText.Part part : new FailureText(failure).parts()) {
      lines.add("    " + Printable.line(oneLine(part.line())));
      if (part.label() == FailureText.Label.ENDED) {
        failure.lastLines().forEach(last -> lines.add("    | " + Printable.line(last)));
      }
    }
    return lines;
  }

  private String title(String step) {
    StepInfo info = steps.get(step);
    return info == null ? step : info.title();
  }

  private String operationTitle(String step, int operation) {
    StepInfo info = steps.get(step);
    return info == null || operation < 0 || operation >= info.operations().size()
        ? step
        : info.operations().get(operation);
  }

  private List<String> line(RunEvent event, String node, String word, String text) {
    String time = TIME.format(event.at().atZone(zone));
    String pad = " ".repeat(Math.max(0, nodeWidth - node.length()));
    String gap = " ".repeat(Math.max(1, 8 - word.length()));
    return List.of(time + "  " + node + pad + "  " + word + gap + Printable.line(oneLine(text)));
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " / ");
  }

  private static String seconds(long millis) {
    return Duration.ofMillis(millis).toMillis() / 100 / 10.0 + " s";
  }
}
