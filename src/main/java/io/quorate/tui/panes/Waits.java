package io.quorate.tui.panes;

import io.quorate.plan.Gate;
import io.quorate.run.Estimate;
import io.quorate.run.Estimate.Leg;
import io.quorate.run.NodeState;
import io.quorate.run.RunEvent;
import io.quorate.run.RunState;
import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import io.quorate.tui.widget.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What waits for what: what holds a node up, and the way that takes longest to the run's end. */
final class Waits {

  /** More failed steps than these nobody reads here; the filter shows their nodes. */
  private static final int MOST_CAUSES = 10;

  private final DashboardModel model;
  private final RunState run;
  private final Map<String, Gate> gates = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  private Waits(DashboardModel model) {
    this.model = model;
    this.run = model.run();
    RunEvent.RunStarted started = run.started();
    if (started != null) {
      started.gates().forEach(gate -> gates.put(gate.id(), gate));
    }
  }

  /** As it is now. */
  static Reader of(DashboardModel model, NodeState node) {
    Waits waits = new Waits(model);
    waits.tellNode(node);
    waits.tellEnd();
    return Reader.of("What waits for what", String.join("\n", waits.lines));
  }

  private void tellNode(NodeState node) {
    StepState current = node.current();
    Optional<StepState> failed = DashboardModel.failed(node);
    Optional<StepState> blocked = first(node, StepStatus.BLOCKED);
    Optional<StepState> waiting = next(node);
    String lost = node.lost();
    if (lost != null) {
      lines.add(node.name() + " cannot be reached, and is tried again: " + lost);
    } else if (failed.isPresent()) {
      String title = failed.get().info().title();
      String whose = model.live() ? "your" : "a";
      lines.add(node.name() + " waits for " + whose + " decision: \"" + title + "\" failed.");
    } else if (current != null) {
      lines.add(node.name() + " waits for nothing: it works on " + words(current) + ".");
    } else if (waiting.isPresent()) {
      tellWaiting(node, waiting.get());
    } else if (blocked.isPresent()) {
      tellBlocked(node, blocked.get());
    } else {
      lines.add(node.name() + " has nothing left to do.");
    }
  }

  private static Optional<StepState> first(NodeState node, StepStatus status) {
    return node.steps().stream().filter(s -> s.status() == status).findFirst();
  }

  /** Of the steps that wait, the one with the fewest before it: the node's next. */
  private Optional<StepState> next(NodeState node) {
    return node.steps().stream()
        .filter(s -> s.status() == StepStatus.WAITING)
        .filter(s -> before(s).stream().noneMatch(b -> isOpenOn(b, node)))
        .findFirst()
        .or(() -> first(node, StepStatus.WAITING));
  }

  private static boolean isOpenOn(StepState step, NodeState node) {
    return !step.status().isFinal() && step.info().node().equals(node.name());
  }

  private void tellWaiting(NodeState node, StepState step) {
    List<Leg> way = Estimate.wayTo(step, run, model.earlier(), model.now());
    lines.add(node.name() + " waits with \"" + step.info().title() + "\".");
    if (way.size() < 2) {
      lines.add("Nothing lies before it: it begins as soon as it has its turn.");
      return;
    }
    Set<StepState> told = way.stream().map(Leg::step).collect(Collectors.toSet());
    long others =
        before(step).stream().filter(s -> !s.status().isFinal() && !told.contains(s)).count();
    lines.add("");
    lines.add("What it waits for, first what is next:");
    way.subList(0, way.size() - 1).forEach(leg -> lines.add("  " + leg(leg)));
    if (others > 0) {
      lines.add("  and, not as long, for " + others + " more");
    }
  }

  /** The steps that a step comes after, those behind gates included. */
  private Set<StepState> before(StepState step) {
    Set<StepState> before = new HashSet<>();
    Set<String> seen = new HashSet<>();
    step.info().after().forEach(id -> gather(id, before, seen));
    return before;
  }

  private void gather(String id, Set<StepState> into, Set<String> seen) {
    if (!seen.add(id)) {
      return;
    }
    Gate gate = gates.get(id);
    if (gate == null) {
      into.add(run.step(id));
    } else {
      gate.after().forEach(inner -> gather(inner, into, seen));
    }
  }

  private void tellBlocked(NodeState node, StepState step) {
    lines.add(node.name() + " is left out from \"" + step.info().title() + "\" on.");
    lines.add("");
    Set<StepState> causes = causes(step);
    List<StepState> failed = run.failures().stream().filter(causes::contains).toList();
    lines.add(failed.isEmpty() ? "What it counts on was left out." : "It counts on what failed:");
    failed.stream()
        .limit(MOST_CAUSES)
        .forEach(f -> lines.add("  " + f.info().node() + ": " + f.info().title()));
    if (failed.size() > MOST_CAUSES) {
      lines.add("  and " + (failed.size() - MOST_CAUSES) + " more");
    }
    if (!failed.isEmpty() && model.live()) {
      lines.add("");
      lines.add("Select such a node and retry; then this one goes on, too.");
    }
  }

  /** What failed or is blocked before a step, however far; each gate is looked through once. */
  private Set<StepState> causes(StepState step) {
    Set<StepState> causes = new HashSet<>();
    Set<String> seen = new HashSet<>();
    List<StepState> open = new ArrayList<>(List.of(step));
    while (!open.isEmpty()) {
      Set<StepState> before = new HashSet<>();
      open.removeLast().info().after().forEach(id -> gather(id, before, seen));
      before.stream()
          .filter(b -> b.status() == StepStatus.BLOCKED || b.status() == StepStatus.FAILED)
          .filter(causes::add)
          .forEach(open::add);
    }
    return causes;
  }

  private void tellEnd() {
    List<Leg> way = Estimate.longestWay(run, model.earlier(), model.now());
    if (way.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("The longest way to the end, first what is next:");
    way.forEach(leg -> lines.add("  " + leg(leg)));
    long unknown = way.stream().filter(leg -> leg.left().isEmpty()).count();
    if (unknown == way.size()) {
      lines.add("No step like these has been done yet: the number of steps counts.");
    } else if (unknown > 0) {
      lines.add("Of " + unknown + " of them nobody knows how long they take.");
    }
  }

  private String leg(Leg leg) {
    StepState step = leg.step();
    String left = leg.left().map(rest -> left(step, rest)).orElse("");
    return step.info().node() + ": " + words(step) + left;
  }

  private static String left(StepState step, Duration rest) {
    if (!step.status().isActive()) {
      return ", about " + Wording.duration(rest);
    }
    return rest.isZero() ? ", longer than usual" : ", about " + Wording.duration(rest) + " left";
  }

  private String words(StepState step) {
    String clock = step.status().isActive() ? ", " + Wording.clock(step, model.now()) : "";
    return step.info().title() + clock;
  }
}
