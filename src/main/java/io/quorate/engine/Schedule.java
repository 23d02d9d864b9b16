package io.quorate.engine;

import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.run.RunEvent.StepResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which step may begin, and what becomes of the others when one ends. Decides only; confined to
 * whoever holds the engine's lock.
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
  private final Map<String, List<Step>> dependents = new HashMap<>();
  private final Map<String, Standing> standings = new LinkedHashMap<>();

  Schedule(Plan plan) {
    for (Step step : plan.steps()) {
      steps.put(step.id(), step);
      standings.put(step.id(), Standing.WAITING);
      for (String before : step.after()) {
        dependents.computeIfAbsent(before, b -> new ArrayList<>()).add(step);
      }
    }
  }

  /** The node's first step, in the plan's order, that waits for nothing any more. */
  @Nullable Step next(String node) {
    for (Step step : steps.values()) {
      if (step.node().equals(node) && is(step, Standing.WAITING) && isReady(step)) {
        return step;
      }
    }
    return null;
  }

  private boolean isReady(Step step) {
    return step.after().stream()
        .map(standings::get)
        .allMatch(s -> s == Standing.DONE || s == Standing.LEFT_OUT);
  }

  void begin(Step step) {
    standings.put(step.id(), Standing.RUNNING);
  }

  /** Ends a step; returns those that cannot go on because of it. */
  List<Step> finish(Step step, StepResult result) {
    if (result != StepResult.FAILED) {
      standings.put(step.id(), Standing.DONE);
      return List.of();
    }
    standings.put(step.id(), Standing.FAILED);
    List<Step> blocked = new ArrayList<>();
    for (String id : behindFailures()) {
      if (standings.get(id) == Standing.WAITING) {
        standings.put(id, Standing.BLOCKED);
        blocked.add(step(id));
      }
    }
    return blocked;
  }

  /** Lets a failed step wait again; returns all that wait again, itself first. */
  List<Step> retry(Step failed) {
    standings.put(failed.id(), Standing.WAITING);
    List<Step> reopened = new ArrayList<>(List.of(failed));
    reopened.addAll(unblock());
    return reopened;
  }

  /** Leaves a failed step out; returns what waits again because of it. */
  List<Step> leaveOut(Step failed) {
    standings.put(failed.id(), Standing.LEFT_OUT);
    return unblock();
  }

  /** Lets nothing begin any more; returns the steps that will not be begun. */
  List<Step> stop() {
    List<Step> left = all(Standing.WAITING);
    left.forEach(s -> standings.put(s.id(), Standing.NOT_BEGUN));
    return left;
  }

  private List<Step> unblock() {
    Set<String> behind = behindFailures();
    List<Step> free = all(Standing.BLOCKED).stream().filter(s -> !behind.contains(s.id())).toList();
    free.forEach(s -> standings.put(s.id(), Standing.WAITING));
    return free;
  }

  private Set<String> behindFailures() {
    Set<String> behind = new HashSet<>();
    Deque<Step> todo = new ArrayDeque<>(all(Standing.FAILED));
    while (!todo.isEmpty()) {
      for (Step next : dependents.getOrDefault(todo.remove().id(), List.of())) {
        if (behind.add(next.id())) {
          todo.add(next);
        }
      }
    }
    return behind;
  }

  /** Whether nothing runs and nothing can begin. */
  boolean isSettled() {
    return all(Standing.WAITING).isEmpty() && all(Standing.RUNNING).isEmpty();
  }

  List<Step> all(Standing standing) {
    return steps.values().stream().filter(s -> is(s, standing)).toList();
  }

  boolean is(Step step, Standing standing) {
    return standings.get(step.id()) == standing;
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
