package io.quorate.engine;

import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepFinished;
import io.quorate.run.RunEvent.StepInfo;
import io.quorate.run.RunEvent.StepResult;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a recorded run did, out of its journal.
 *
 * @param end null: it is under way, or its process was gone before
 * @param nodes whom it was about
 * @param changed by phase, as far as something was changed there
 * @param failed steps that had failed when it ended, in the order in which they did
 */
public record RunDeeds(
    @Nullable Instant end, List<String> nodes, List<PhaseDeeds> changed, List<FailedStep> failed) {

  public RunDeeds {
    nodes = List.copyOf(nodes);
    changed = List.copyOf(changed);
    failed = List.copyOf(failed);
  }

  /**
   * What was changed in a phase.
   *
   * @param steps how many changed something
   * @param nodes where, each once
   */
  public record PhaseDeeds(Phase phase, int steps, List<String> nodes) {
    public PhaseDeeds {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * @param step its title
   * @param message how it ended, in words; empty where nothing is known
   */
  public record FailedStep(String node, String step, String message) {}

  /**
   * @throws IOException when the journal cannot be read, or holds something else
   */
  public static RunDeeds of(RunFolder folder) throws IOException {
    Reading reading = new Reading();
    JournalReader.read(folder.events(), Reading::isWanted, reading::take);
    return reading.deeds();
  }

  /** How many steps changed something. */
  public int steps() {
    return changed.stream().mapToInt(PhaseDeeds::steps).sum();
  }

  /** Where something was changed, each node once. */
  public List<String> changedNodes() {
    Set<String> there = new HashSet<>();
    changed.forEach(c -> there.addAll(c.nodes()));
    return nodes.stream().filter(there::contains).toList();
  }

  /** Confined to the thread that reads. */
  private static final class Reading {
    private final Map<String, StepInfo> steps = new LinkedHashMap<>();
    private final List<String> nodes = new ArrayList<>();
    private final Set<String> changed = new HashSet<>();
    private final Map<String, StepFinished> failed = new LinkedHashMap<>();
    private @Nullable Instant end;

    /** Of lines that stand for themselves; most are output, which tells nothing here. */
    private static boolean isWanted(String line) {
      return Stream.of(
              "run-started", "operation-finished", "step-finished", "step-reopened", "run-finished")
          .anyMatch(kind -> line.contains("\"" + kind + "\""));
    }

    void take(RunEvent event) {
      switch (event) {
        case RunEvent.RunStarted e -> {
          e.nodes().forEach(n -> nodes.add(n.name()));
          e.steps().forEach(s -> steps.put(s.id(), s));
        }
        case RunEvent.OperationFinished e when e.outcome() == Outcome.CHANGED ->
            changed.add(e.step());
        case StepFinished e when e.result() == StepResult.FAILED -> failed.put(e.step(), e);
        case StepFinished e -> failed.remove(e.step());
        case RunEvent.StepReopened e -> failed.remove(e.step());
        case RunEvent.RunFinished e -> end = e.at();
        default -> {
          // Neither changes something nor ends.
        }
      }
    }

    RunDeeds deeds() {
      Map<Phase, List<StepInfo>> byPhase = new EnumMap<>(Phase.class);
      steps.values().stream()
          .filter(s -> changed.contains(s.id()))
          .forEach(s -> byPhase.computeIfAbsent(s.phase(), p -> new ArrayList<>()).add(s));
      List<PhaseDeeds> all = new ArrayList<>();
      byPhase.forEach((phase, own) -> all.add(new PhaseDeeds(phase, own.size(), nodesOf(own))));
      return new RunDeeds(end, nodes, all, failed.values().stream().map(this::failedStep).toList());
    }

    private static List<String> nodesOf(Collection<StepInfo> steps) {
      return steps.stream().map(StepInfo::node).distinct().toList();
    }

    private FailedStep failedStep(StepFinished event) {
      StepInfo step = steps.get(event.step());
      RunEvent.Failure failure = event.failure();
      return new FailedStep(
          event.node(),
          step == null ? event.step() : step.title(),
          failure == null ? "" : failure.doing() + ": " + failure.message());
    }
  }
}
