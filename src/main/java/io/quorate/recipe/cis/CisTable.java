package io.quorate.recipe.cis;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Version;
import io.quorate.plan.facts.Benchmark;
import io.quorate.plan.facts.Benchmark.Found;
import io.quorate.plan.facts.Benchmark.Line;
import io.quorate.plan.facts.Benchmark.State;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges what the nodes answered to {@link CisProbe} by the lines of the benchmark. */
public final class CisTable {

  /** The nodes' answers, masters and all. */
  private final Map<String, NodeAnswer> masters = new LinkedHashMap<>();

  private final Map<String, NodeAnswer> nodes = new LinkedHashMap<>();
  private final Map<String, String> silent;
  private final ObjectAnswer objects;

  private CisTable(Inventory inventory, ClusterFacts facts) {
    silent = new HashMap<>(facts.unreachable());
    Map<String, Version> kubelets = kubelets(inventory, facts);
    StringBuilder told = new StringBuilder();
    for (Host host : inventory.hosts()) {
      NodeFacts found = facts.nodes().get(host.name());
      if (found == null) {
        continue;
      }
      told.append(found.records().getOrDefault(ProbeRequest.BENCHMARK_OBJECTS, ""));
      NodeAnswer answer = new NodeAnswer(found, kubelets.get(host.name()));
      if (!answer.complete()) {
        silent.put(host.name(), "it did not answer to its end");
        continue;
      }
      nodes.put(host.name(), answer);
      if (host.isMaster()) {
        masters.put(host.name(), answer);
      }
    }
    objects = new ObjectAnswer(told.toString());
  }

  private static Map<String, Version> kubelets(Inventory inventory, ClusterFacts facts) {
    Map<String, Version> kubelets = new HashMap<>();
    for (NodeVersions node : VersionMatrix.of(inventory, facts).nodes()) {
      Cell cell = node.cells().get(Program.KUBELET);
      Version used = cell == null ? null : cell.inUse();
      if (used != null) {
        kubelets.put(node.node(), used);
      }
    }
    return kubelets;
  }

  /**
   * @param facts the answers to {@link CisProbe#requests}
   */
  public static Benchmark of(Inventory inventory, ClusterFacts facts, Instant now) {
    CisTable table = new CisTable(inventory, facts);
    return new Benchmark(
        CisLines.VERSION,
        inventory.clusterName(),
        now,
        CisLines.rules().stream().map(table::line).toList(),
        table.silent);
  }

  private Line line(Rule rule) {
    List<Found> found =
        switch (rule.subject()) {
          case Rule.Subject.Masters(Function<NodeAnswer, Verdict> judge) -> each(masters, judge);
          case Rule.Subject.Nodes(Function<NodeAnswer, Verdict> judge) -> each(nodes, judge);
          case Rule.Subject.Objects(Function<ObjectAnswer, Verdict> judge) ->
              List.of(found("", judge.apply(objects)));
        };
    State state = found.stream().map(Found::state).min(State::compareTo).orElse(null);
    boolean left = rule.stand() == Rule.Stand.LEAVES;
    return new Line(
        rule.number(),
        CisLines.section(rule),
        rule.title(),
        state == null ? State.TO_JUDGE : state,
        left && state == State.NOT_HELD,
        rule.reason(),
        wants(state) && !left ? rule.remedy() : "",
        found);
  }

  private static boolean wants(@Nullable State state) {
    return state == null || state == State.NOT_HELD || state == State.TO_JUDGE;
  }

  private static List<Found> each(
      Map<String, NodeAnswer> answers, Function<NodeAnswer, Verdict> judge) {
    List<Found> found = new ArrayList<>();
    answers.forEach((node, answer) -> found.add(found(node, judge.apply(answer))));
    return found;
  }

  private static Found found(String node, Verdict verdict) {
    return new Found(node, verdict.state(), verdict.found());
  }
}
