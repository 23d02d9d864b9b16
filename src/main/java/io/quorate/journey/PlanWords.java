package io.quorate.journey;

import io.quorate.engine.Preview;
import io.quorate.engine.Preview.StepPreview;
import io.quorate.plan.Outcome;
import io.quorate.plan.Step;
import io.quorate.wizard.PlanPreview;
import io.quorate.wizard.PlanPreview.Change;
import io.quorate.wizard.PlanPreview.NodePlan;
import io.quorate.wizard.PlanPreview.StepPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
            .toList(),
        isOneByOne(preview));
  }

  /** Of any two steps that restart an API server, one waits for the other. */
  private static boolean isOneByOne(Preview preview) {
    Map<String, Step> all = new LinkedHashMap<>();
    preview.steps().forEach(s -> all.put(s.step().id(), s.step()));
    List<Step> restarts =
        preview.steps().stream()
            .filter(
                s ->
                    s.operations().stream()
                        .anyMatch(
                            o ->
                                o.title().equals("kube-apiserver.service")
                                    && new Change(o.title(), o.detail()).restarts()))
            .map(StepPreview::step)
            .toList();
    for (int i = 1; i < restarts.size(); i++) {
      String one = restarts.get(i - 1).id();
      String other = restarts.get(i).id();
      if (!before(all, one).contains(other) && !before(all, other).contains(one)) {
        return false;
      }
    }
    return true;
  }

  /** All steps that a step waits for, as far as no gate stands between. */
  private static Set<String> before(Map<String, Step> all, String id) {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(id));
    while (!open.isEmpty()) {
      Step step = all.get(open.remove());
      if (step != null) {
        step.after().stream().filter(found::add).forEach(open::add);
      }
    }
    return found;
  }

  private static String why(Preview preview, String node) {
    Object reason = preview.unreachable().get(node);
    return reason == null ? "" : reason.toString();
  }
}
