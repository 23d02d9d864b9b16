package io.quorate.engine;

import io.quorate.plan.Gate;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.run.RunEvent.StepResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which step may begin, and what becomes of the others when one ends. Each node has a queue of
 * steps that wait for nothing any more; what a step costs does not depend on how many there are.
 * Decides only; confined to whoever holds the engine's lock.
 */
final class Schedule {

  enum Standing {
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    BLOCKED,
    /** Left out by the person: what waits for it goes on. */
    LEFT_OUT,
    /** Not begun when the run was stopped. */
    NOT_BEGUN
  }

  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Standing> standings = new HashMap<>();
  private final Map<Standing, Integer> counts = new EnumMap<>(Standing.class);

  /** Of steps and gates: who waits for it, and for how many it waits itself. */
  private final Map<String, List<String>> dependents = new HashMap<>();

  private final Map<String, Integer> open = new HashMap<>();

  /** By node, in the plan's order; holds some that do not wait any more. */
  private final Map<String, Queue<Step>> ready = new HashMap<>();

  private final Set<String> woken = new HashSet<>();

  Schedule(Plan plan) {
    for (Step step : plan.steps()) {
      places.put(step.id(), places.size());
      steps.put(step.id(), step);
      standings.put(step.id(), Standing.WAITING);
      await(step.id(), step.after());
    }
    counts.put(Standing.WAITING, steps.size());
    for (Gate gate : plan.gates()) {
      await(gate.id(), gate.after());
    }
    List<String> first = open.keySet().stream().filter(id -> waitsFor(id) == 0).toList();
    first.forEach(this::free);
  }

  private void await(String id, Set<String> after) {
    open.merge(id, after.size(), Integer::sum);
    after.forEach(before -> dependents.computeIfAbsent(before, b -> new ArrayList<>()).add(id));
  }

  private int waitsFor(String id) {
    return open.getOrDefault(id, 0);
  }

  /** Lets a step begin, or passes a gate, that waits for nothing any more. */
  private void free(String id) {
    Step step = steps.get(id);
    if (step == null) {
      pass(id);
    } else if (is(step, Standing.WAITING)) {
      ready
          .computeIfAbsent(
              step.node(),
              n -> new PriorityQueue<>(Comparator.comparing(s -> places.getOrDefault(s.id(), 0))))
          .add(step);
      woken.add(step.node());
    }
  }

  /** What waited for this step or gate waits for one less. */
  private void pass(String id) {
    for (String next : dependents.getOrDefault(id, List.of())) {
      open.merge(next, -1, Integer::sum);
      if (waitsFor(next) == 0) {
        free(next);
      }
    }
  }

  private void stand(Step step, Standing standing) {
    Standing before = standings.put(step.id(), standing);
    if (before != null) {
      counts.merge(before, -1, Integer::sum);
    }
    counts.merge(standing, 1, Integer::sum);
  }

  /** The node's first step, in the plan's order, that waits for nothing any more. */
  @Nullable Step next(String node) {
    Queue<Step> queue = ready.get(node);
    while (queue != null && !queue.isEmpty()) {
      Step first = queue.element();
      if (is(first, Standing.WAITING)) {
        return first;
      }
      queue.remove();
    }
    return null;
  }

  /** The nodes that got something to begin since this was asked last. */
  Set<String> woken() {
    Set<String> names = Set.copyOf(woken);
    woken.clear();
    return names;
  }

  void begin(Step step) {
    stand(step, Standing.RUNNING);
  }

  /** Ends a step; returns those that cannot go on because of it. */
  List<Step> finish(Step step, StepResult result) {
    if (result != StepResult.FAILED) {
      stand(step, Standing.DONE);
      pass(step.id());
      return List.of();
    }
    stand(step, Standing.FAILED);
    List<Step> blocked = new ArrayList<>();
    for (Step behind : behind(List.of(step))) {
      if (is(behind, Standing.WAITING)) {
        stand(behind, Standing.BLOCKED);
        blocked.add(behind);
      }
    }
    return blocked;
  }

  /** Lets a failed step wait again; returns all that wait again, itself first. */
  List<Step> retry(Step failed) {
    stand(failed, Standing.WAITING);
    free(failed.id());
    List<Step> reopened = new ArrayList<>(List.of(failed));
    reopened.addAll(unblock());
    return reopened;
  }

  /** Leaves a failed step out; returns what waits again because of it. */
  List<Step> leaveOut(Step failed) {
    stand(failed, Standing.LEFT_OUT);
    List<Step> reopened = unblock();
    pass(failed.id());
    return reopened;
  }

  /** Lets nothing begin any more; returns the steps that will not be begun. */
  List<Step> stop() {
    List<Step> left = all(Standing.WAITING);
    left.forEach(s -> stand(s, Standing.NOT_BEGUN));
    return left;
  }

  private List<Step> unblock() {
    Set<String> still =
        behind(all(Standing.FAILED)).stream().map(Step::id).collect(Collectors.toSet());
    List<Step> free = all(Standing.BLOCKED).stream().filter(s -> !still.contains(s.id())).toList();
    free.forEach(s -> stand(s, Standing.WAITING));
    return free;
  }

  /** All that waits for these, near or far, in the plan's order. */
  private List<Step> behind(List<Step> failed) {
    Set<String> seen = new HashSet<>();
    List<Step> behind = new ArrayList<>();
    Deque<String> todo = new ArrayDeque<>();
    failed.forEach(step -> todo.add(step.id()));
    while (!todo.isEmpty()) {
      for (String next : dependents.getOrDefault(todo.remove(), List.of())) {
        if (seen.add(next)) {
          todo.add(next);
          Step step = steps.get(next);
          if (step != null) {
            behind.add(step);
          }
        }
      }
    }
    behind.sort(Comparator.comparing(s -> places.getOrDefault(s.id(), 0)));
    return behind;
  }

  /** Whether nothing runs and nothing can begin. */
  boolean isSettled() {
    return count(Standing.WAITING) == 0 && count(Standing.RUNNING) == 0;
  }

  int count(Standing standing) {
    return counts.getOrDefault(standing, 0);
  }

  List<Step> all(Standing standing) {
    return count(standing) == 0
        ? Collections.emptyList()
        : steps.values().stream().filter(s -> is(s, standing)).toList();
  }

  boolean is(Step step, Standing standing) {
    return standings.get(step.id()) == standing;
  }

  boolean has(String id) {
    return steps.containsKey(id);
  }

  /**
   * @throws IllegalArgumentException when the plan has no such step
   */
  Step step(String id) {
    Step step = steps.get(id);
    if (step == null) {
      throw new IllegalArgumentException("the run has no step " + id);
    }
    return step;
  }
}
