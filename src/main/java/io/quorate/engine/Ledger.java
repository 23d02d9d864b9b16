package io.quorate.engine;

import io.quorate.plan.Outcome;
import io.quorate.run.Changes;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepInfo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Keeps what a run has changed so far, from its events. For several threads. */
final class Ledger implements Consumer<RunEvent> {

  private final Map<String, StepInfo> steps = new LinkedHashMap<>();

  /** The operations that changed something, by their step. */
  private final Map<String, TreeSet<Integer>> changed = new HashMap<>();

  @Override
  public synchronized void accept(RunEvent event) {
    switch (event) {
      case RunEvent.RunStarted e -> e.steps().forEach(s -> steps.put(s.id(), s));
      case RunEvent.OperationFinished e when e.outcome() == Outcome.CHANGED ->
          changed.computeIfAbsent(e.step(), s -> new TreeSet<>()).add(e.operation());
      default -> {
        // Changes nothing.
      }
    }
  }

  /**
   * What had been changed when a step failed.
   *
   * @param open whether the failed operation may have done a part of its work
   */
  synchronized Changes at(String failed, String node, boolean open) {
    List<StepInfo> others =
        steps.values().stream()
            .filter(s -> changed.containsKey(s.id()) && !s.id().equals(failed))
            .toList();
    List<StepInfo> elsewhere = others.stream().filter(s -> !s.node().equals(node)).toList();
    return new Changes(
        titles(failed),
        others.stream().filter(s -> s.node().equals(node)).map(StepInfo::title).toList(),
        elsewhere.size(),
        (int) elsewhere.stream().map(StepInfo::node).distinct().count(),
        open);
  }

  private List<String> titles(String id) {
    StepInfo step = steps.get(id);
    TreeSet<Integer> operations = changed.get(id);
    return step == null || operations == null
        ? List.of()
        : operations.stream().map(step.operations()::get).toList();
  }
}
