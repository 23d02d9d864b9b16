package io.quorate.journey;

import io.quorate.engine.Preview;
import io.quorate.engine.Preview.StepPreview;
import io.quorate.plan.Outcome;
import io.quorate.wizard.PlanPreview;
import io.quorate.wizard.PlanPreview.NodePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a plan would change, in words for the wizard's review. */
final class PlanWords {

  private PlanWords() {}

  static PlanPreview of(Preview preview) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (StepPreview step : preview.steps()) {
      List<String> ofNode = lines.computeIfAbsent(step.step().node(), n -> new ArrayList<>());
      if (!step.isUnchanged()) {
        ofNode.add(step.step().phase().title() + ": " + step.step().title());
        step.operations().stream()
            .filter(o -> o.outcome() != Outcome.UNCHANGED)
            .forEach(
                o ->
                    ofNode.add(
                        "  " + o.title() + (o.detail().isBlank() ? "" : " (" + o.detail() + ")")));
      }
    }
    preview
        .unreachable()
        .forEach((node, why) -> lines.put(node, List.of("could not be asked: " + why)));
    return new PlanPreview(
        lines.entrySet().stream().map(e -> new NodePlan(e.getKey(), e.getValue())).toList());
  }
}
