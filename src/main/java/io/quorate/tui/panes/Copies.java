package io.quorate.tui.panes;

import io.quorate.run.FailureText;
import io.quorate.run.NodeState;
import io.quorate.run.RunEvent;
import io.quorate.run.StepState;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Sanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be put into the clipboard. */
final class Copies {

  /** Where no node is shown, none is meant. */
  static final String NO_NODE = "No node is selected. Esc shows all nodes.";

  private Copies() {}

  /**
   * {@code y}: what failed; {@code Y}: the path of a node's log. Empty where there is nothing to
   * copy.
   */
  static List<RunCommand> asked(DashboardModel model, KeyPress key) {
    Optional<NodeState> node = model.selected();
    if (key.is('Y')) {
      return node.<List<RunCommand>>map(n -> List.of(new RunCommand.CopyLogPath(n.name())))
          .orElse(List.of());
    }
    if (model.showsSummary() && model.zoom() == null) {
      return failures(model.run().failures(), "what failed");
    }
    return node.map(
            n -> failures(DashboardModel.failed(n).stream().toList(), "what failed on " + n.name()))
        .orElse(List.of());
  }

  /** Why nothing was copied. */
  static String nothing(DashboardModel model) {
    return model.selected().isEmpty()
        ? NO_NODE
        : "Nothing failed here. Y copies the path of the log.";
  }

  /** As a ticket needs it: where, what, how it ended, and what was printed last. */
  private static List<RunCommand> failures(List<StepState> failed, String what) {
    List<String> lines = new ArrayList<>();
    for (StepState step : failed) {
      lines.add(step.info().node() + ": " + step.info().title());
      RunEvent.Failure failure = step.failure();
      if (failure != null) {
        new FailureText(failure).parts().forEach(p -> lines.add(Sanitizer.line(p.line())));
        failure.lastLines().forEach(line -> lines.add("  " + Sanitizer.line(line)));
      }
    }
    return lines.isEmpty() ? List.of() : List.of(copy(lines, what));
  }

  /** The lines that stand alone on the screen. */
  static List<RunCommand> inView(DashboardModel model, NodeState node) {
    Zoom zoom = model.zoom();
    if (zoom == null) {
      return List.of();
    }
    ZoomLines lines = zoom.lines(node);
    int height = ZoomView.outputHeight(model, node);
    List<String> shown =
        lines.lines().stream()
            .skip(zoom.firstShown(lines, height))
            .limit(height)
            .map(line -> Sanitizer.line(line.line()))
            .toList();
    return shown.isEmpty() ? List.of() : List.of(copy(shown, shown.size() + " lines"));
  }

  private static RunCommand copy(List<String> lines, String what) {
    return new RunCommand.Copy(String.join("\n", lines) + "\n", what);
  }
}
