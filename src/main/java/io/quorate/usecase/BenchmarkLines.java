package io.quorate.usecase;

import io.quorate.plan.facts.Benchmark;
import io.quorate.plan.facts.Benchmark.Found;
import io.quorate.plan.facts.Benchmark.Line;
import io.quorate.plan.facts.Benchmark.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cluster beside the benchmark as lines of text: a summary, then each line of it. */
public final class BenchmarkLines {

  private static final String ROW = "  %-7s %-9s %s";
  private static final String BELOW = " ".repeat(20);

  private BenchmarkLines() {}

  /** How many lines are held, in a sentence. */
  public static String headline(Benchmark benchmark) {
    long missed = benchmark.missed().size();
    long left = benchmark.count(State.NOT_HELD) - missed;
    return "CIS Kubernetes Benchmark %s, %d lines: %d held, %d not held, %d left on purpose, %d not applicable, %d for a person to judge."
        .formatted(
            benchmark.version(),
            benchmark.lines().size(),
            benchmark.count(State.HELD),
            missed,
            left,
            benchmark.count(State.NOT_APPLICABLE),
            benchmark.count(State.TO_JUDGE));
  }

  /**
   * All of it.
   *
   * @param whole whether it is said of each line what was found, and what there is to know
   */
  public static List<String> of(Benchmark benchmark, boolean whole) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(benchmark));
    benchmark
        .silent()
        .forEach((node, why) -> lines.add("! " + node + " could not be asked: " + why));
    remedies(lines, benchmark);
    String section = "";
    for (Line line : benchmark.lines()) {
      if (!line.section().equals(section)) {
        section = line.section();
        lines.add("");
        lines.add(section);
      }
      lines.add(ROW.formatted(line.number(), word(line), line.title()));
      below(lines, line, whole);
    }
    return List.copyOf(lines);
  }

  private static void below(List<String> lines, Line line, boolean whole) {
    found(line, whole).forEach(f -> lines.add(BELOW + f));
    if (!line.reason().isEmpty() && (whole || line.deliberate())) {
      lines.add(BELOW + line.reason());
    }
  }

  /** Many lines have the same: each is said once. */
  private static void remedies(List<String> lines, Benchmark benchmark) {
    Map<String, List<String>> byWords = new LinkedHashMap<>();
    benchmark
        .missed()
        .forEach(l -> byWords.computeIfAbsent(l.remedy(), r -> new ArrayList<>()).add(l.number()));
    byWords.forEach(
        (remedy, numbers) -> lines.add("! " + String.join(", ", numbers) + ": " + remedy));
  }

  /** What was found, alike nodes together; what is held is said only where all is wanted. */
  private static List<String> found(Line line, boolean whole) {
    Map<String, List<String>> byWords = new LinkedHashMap<>();
    for (Found found : line.found()) {
      if (whole || found.state() == State.NOT_HELD || found.state() == State.TO_JUDGE) {
        byWords.computeIfAbsent(found.found(), f -> new ArrayList<>()).add(found.node());
      }
    }
    List<String> lines = new ArrayList<>();
    byWords.forEach(
        (words, nodes) -> {
          boolean everywhere = nodes.size() == line.found().size() || nodes.contains("");
          lines.add(everywhere ? words : String.join(", ", nodes) + ": " + words);
        });
    return lines;
  }

  private static String word(Line line) {
    return switch (line.state()) {
      case HELD -> "held";
      case NOT_HELD -> line.deliberate() ? "left" : "NOT HELD";
      case TO_JUDGE -> "judge";
      case NOT_APPLICABLE -> "-";
    };
  }
}
