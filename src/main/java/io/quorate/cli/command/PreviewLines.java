package io.quorate.cli.command;

import io.quorate.engine.Preview;
import io.quorate.engine.Preview.OperationPreview;
import io.quorate.engine.Preview.StepPreview;
import io.quorate.plan.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a plan would change, as text. */
final class PreviewLines {

  private PreviewLines() {}

  /** Node by node, with the diffs; verbose says what is in order, too. */
  static List<String> of(Preview preview, boolean verbose) {
    List<String> lines = new ArrayList<>();
    byNode(preview)
        .forEach(
            (node, steps) -> {
              lines.add(node);
              steps.stream()
                  .filter(s -> verbose || !s.isUnchanged())
                  .forEach(s -> lines.addAll(step(s, verbose)));
              if (!verbose && steps.stream().allMatch(StepPreview::isUnchanged)) {
                lines.add("  nothing to do");
              }
            });
    preview
        .unreachable()
        .forEach((node, reason) -> lines.add(node + " could not be asked: " + reason));
    lines.addAll(summary(preview));
    lines.add("This was a dry run: nothing was changed.");
    return lines;
  }

  private static List<String> step(StepPreview step, boolean verbose) {
    List<String> lines = new ArrayList<>();
    lines.add("  " + step.step().phase().title() + ": " + step.step().title());
    for (OperationPreview operation : step.operations()) {
      if (operation.outcome() == Outcome.UNCHANGED && !verbose) {
        continue;
      }
      String detail = operation.detail().isBlank() ? "" : " (" + operation.detail() + ")";
      String sign = operation.outcome() == Outcome.UNCHANGED ? "    = " : "    ~ ";
      lines.add(sign + operation.title() + detail);
      operation.diff().forEach(d -> lines.add("        " + d));
    }
    return lines;
  }

  /** How much would change where, a line a node. */
  static List<String> summary(Preview preview) {
    List<String> lines = new ArrayList<>();
    byNode(preview)
        .forEach(
            (node, steps) -> {
              long operations =
                  steps.stream()
                      .flatMap(s -> s.operations().stream())
                      .filter(o -> o.outcome() != Outcome.UNCHANGED)
                      .count();
              long changed = steps.stream().filter(s -> !s.isUnchanged()).count();
              lines.add(
                  operations == 0
                      ? node + ": nothing would change"
                      : node
                          + ": "
                          + operations
                          + " operations in "
                          + changed
                          + " of "
                          + steps.size()
                          + " steps would change something");
            });
    return lines;
  }

  private static Map<String, List<StepPreview>> byNode(Preview preview) {
    Map<String, List<StepPreview>> nodes = new LinkedHashMap<>();
    for (StepPreview step : preview.steps()) {
      nodes.computeIfAbsent(step.step().node(), n -> new ArrayList<>()).add(step);
    }
    return nodes;
  }
}
