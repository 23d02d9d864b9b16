package io.quorate.tui.panes;

import io.quorate.plan.Fault;
import io.quorate.plan.Gate;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.run.Changes;
import io.quorate.run.ClusterNow;
import io.quorate.run.NextMove;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The events of a run, as the tests tell them. */
final class RehearsedRun {

  static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final List<Phase> PHASES =
      List.of(Phase.PREPARE, Phase.RUNTIME, Phase.ETCD, Phase.CONTROL_PLANE, Phase.VERIFY);

  private final List<RunEvent> events = new ArrayList<>();
  private Instant now = BEGIN;

  static String node(int number) {
    return "node-" + number;
  }

  static String step(Phase phase, int node) {
    return phase.name().toLowerCase(java.util.Locale.ROOT) + "@" + node(node);
  }

  /** Three masters, workers after them; five steps a node. */
  static RehearsedRun of(int nodes) {
    return of(nodes, false);
  }

  /** The same, but each phase waits until all nodes are through with the one before. */
  static RehearsedRun inPhases(int nodes) {
    return of(nodes, true);
  }

  private static RehearsedRun of(int nodes, boolean inPhases) {
    RehearsedRun run = new RehearsedRun();
    List<Gate> gates = inPhases ? gates(nodes) : List.of();
    List<RunEvent.NodeInfo> infos = new ArrayList<>();
    List<RunEvent.StepInfo> steps = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      infos.add(new RunEvent.NodeInfo(node(i), "192.0.2." + i, i <= 3, i > 2));
      for (Phase phase : PHASES) {
        int before = PHASES.indexOf(phase) - 1;
        steps.add(
            new RunEvent.StepInfo(
                step(phase, i),
                node(i),
                phase,
                title(phase),
                List.of("Download what is needed", "Put it in place"),
                inPhases && before >= 0 ? Set.of(gates.get(before).id()) : Set.of()));
      }
    }
    run.events.add(
        new RunEvent.RunStarted(BEGIN, "r-1", "install", "prod", true, infos, steps, gates));
    return run;
  }

  private static List<Gate> gates(int nodes) {
    return PHASES.stream()
        .map(
            phase ->
                new Gate(
                    "all " + phase,
                    IntStream.rangeClosed(1, nodes)
                        .mapToObj(i -> step(phase, i))
                        .collect(Collectors.toSet())))
        .toList();
  }

  private static String title(Phase phase) {
    return switch (phase) {
      case PREPARE -> "Prepare the system";
      case RUNTIME -> "Install containerd";
      case ETCD -> "Join the etcd cluster";
      case CONTROL_PLANE -> "Start the control plane";
      default -> "Check the whole cluster";
    };
  }

  RehearsedRun after(long seconds) {
    now = now.plusSeconds(seconds);
    return this;
  }

  Instant now() {
    return now;
  }

  List<RunEvent> events() {
    return List.copyOf(events);
  }

  RehearsedRun begin(Phase phase, int node) {
    events.add(new RunEvent.StepStarted(now, step(phase, node), node(node), 1));
    events.add(new RunEvent.OperationStarted(now, step(phase, node), node(node), 0));
    return this;
  }

  RehearsedRun progress(Phase phase, int node, long done, long total) {
    events.add(new RunEvent.Progress(now, step(phase, node), node(node), 0, done, total));
    return this;
  }

  RehearsedRun print(Phase phase, int node, String... lines) {
    for (String line : lines) {
      events.add(new RunEvent.Output(now, step(phase, node), node(node), line));
    }
    return this;
  }

  RehearsedRun prove(int node, String detail, Outcome outcome) {
    String step = step(Phase.VERIFY, node);
    events.add(new RunEvent.OperationFinished(now, step, node(node), 0, outcome, detail));
    return this;
  }

  RehearsedRun finish(Phase phase, int node) {
    return finish(phase, node, StepResult.CHANGED, null);
  }

  RehearsedRun fail(Phase phase, int node) {
    return fail(phase, node, "dial tcp 192.0.2.1:2379: i/o timeout", "context deadline exceeded");
  }

  /**
   * @param lastLines what the failed command printed last
   */
  RehearsedRun fail(Phase phase, int node, String... lastLines) {
    RunEvent.Failure failure =
        RunEvent.Failure.of(
                Fault.ended(1, "etcdctl: context deadline exceeded"),
                "adding node-2 to etcd's members",
                "Put it in place",
                List.of(lastLines),
                "The clock of this node is 4 minutes off, so its certificates are not valid yet.",
                "set the clock: timedatectl set-ntp true")
            .within(
                new Changes(List.of("/etc/etcd"), List.of("Install containerd"), 3, 1, true),
                new ClusterNow(
                    ClusterNow.Quorum.HELD,
                    "2 voting members, 2 healthy, quorum 2",
                    List.of("node-1", "node-3"),
                    3),
                List.of(
                    new NextMove(
                        NextMove.Kind.RESUME,
                        "quorate install --resume --rehearse",
                        "goes on from here once that is fixed")));
    return finish(phase, node, StepResult.FAILED, failure);
  }

  RehearsedRun finish(
      Phase phase, int node, StepResult result, RunEvent.@Nullable Failure failure) {
    events.add(
        new RunEvent.StepFinished(now, step(phase, node), node(node), result, 1_000, failure));
    return this;
  }

  RehearsedRun finishAll(Phase phase, int nodes) {
    for (int i = 1; i <= nodes; i++) {
      begin(phase, i).finish(phase, i);
    }
    return this;
  }

  RehearsedRun lose(int node, String reason) {
    events.add(new RunEvent.NodeLost(now, node(node), reason));
    return this;
  }

  RehearsedRun end(RunEvent.RunResult result, String message) {
    events.add(new RunEvent.RunFinished(now, result, message));
    return this;
  }
}
