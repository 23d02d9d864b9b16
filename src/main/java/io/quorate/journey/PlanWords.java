package io.quorate.journey;

import io.quorate.engine.Preview;
import io.quorate.engine.Preview.StepPreview;
import io.quorate.plan.Outcome;
import io.quorate.wizard.PlanPreview;
import io.quorate.wizard.PlanPreview.Change;
import io.quorate.wizard.PlanPreview.NodePlan;
import io.quorate.wizard.PlanPreview.StepPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a plan would change, in words for the wizard's review. */
final class PlanWords {

  private PlanWords() {}

  /** No plan was made. */
  static PlanPreview none() {
    return new PlanPreview(List.of());
  }

  static PlanPreview of(Preview preview) {
    Map<String, List<StepPlan>> steps = new LinkedHashMap<>();
    for (StepPreview step : preview.steps()) {
      List<StepPlan> ofNode = steps.computeIfAbsent(step.step().node(), n -> new ArrayList<>());
      if (!step.isUnchanged()) {
        List<Change> changes =
            step.operations().stream()
                .filter(o -> o.outcome() != Outcome.UNCHANGED)
                .map(o -> new Change(o.title(), o.detail()))
                .toList();
        ofNode.add(new StepPlan(step.step().phase(), step.step().title(), changes));
      }
    }
    preview.unreachable().keySet().forEach(node -> steps.put(node, List.of()));
    return new PlanPreview(
        steps.entrySet().stream()
            .map(e -> new NodePlan(e.getKey(), e.getValue(), why(preview, e.getKey())))
            .toList());
  }

  private static String why(Preview preview, String node) {
    Object reason = preview.unreachable().get(node);
    return reason == null ? "" : reason.toString();
  }
}
