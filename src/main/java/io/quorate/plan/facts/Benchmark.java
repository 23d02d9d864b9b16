package io.quorate.plan.facts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cluster beside the CIS Kubernetes Benchmark, line by line.
 *
 * @param version the benchmark's, such as 1.12
 * @param at when the nodes were asked, by the operator's clock
 * @param lines in the benchmark's order
 * @param silent nodes that could not be asked, to the reason
 */
public record Benchmark(
    String version, String cluster, Instant at, List<Line> lines, Map<String, String> silent) {

  public Benchmark {
    lines = List.copyOf(lines);
    silent = Map.copyOf(silent);
  }

  /** How it is with a line; of several nodes the first that holds of any counts. */
  public enum State {
    NOT_HELD,
    /** What was found does not decide it: a person has to. */
    TO_JUDGE,
    HELD,
    /** What it speaks of is not there. */
    NOT_APPLICABLE
  }

  /**
   * A line of the benchmark.
   *
   * @param number the benchmark's own, such as 1.2.30
   * @param section the title of the part that it stands in
   * @param title what it asks for
   * @param deliberate whether Quorate leaves it like that for the reason that is given
   * @param reason why it is left, or what to know about it; mostly empty
   * @param remedy what to do where it is not held; empty where it is held or left
   * @param found what was found on each node that it speaks of
   */
  public record Line(
      String number,
      String section,
      String title,
      State state,
      boolean deliberate,
      String reason,
      String remedy,
      List<Found> found) {
    public Line {
      found = List.copyOf(found);
    }

    /** Whether it should be held, and is not. */
    public boolean missed() {
      return state == State.NOT_HELD && !deliberate;
    }
  }

  /**
   * What was found for a line.
   *
   * @param node where; empty: in the cluster's objects
   * @param found a value, a mode or an owner, as it is there
   */
  public record Found(String node, State state, String found) {}

  /**
   * The same where these nodes alone were asked: without lines of which none of them tells, such as
   * those of the cluster's objects.
   */
  public Benchmark only(Set<String> nodes) {
    return new Benchmark(
        version,
        cluster,
        at,
        lines.stream()
            .filter(l -> l.found().stream().anyMatch(f -> nodes.contains(f.node())))
            .toList(),
        silent.entrySet().stream()
            .filter(e -> nodes.contains(e.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** How many lines are so. */
  public long count(State state) {
    return lines.stream().filter(l -> l.state() == state).count();
  }

  /** Those that should be held and are not. */
  public List<Line> missed() {
    return lines.stream().filter(Line::missed).toList();
  }

  /** Whether no line is missed, on any node. */
  @JsonProperty
  public boolean good() {
    return missed().isEmpty() && silent.isEmpty();
  }
}
