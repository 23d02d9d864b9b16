package io.quorate.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorate.plan.Gate;
import io.quorate.plan.Phase;
import io.quorate.run.RunEvent.NodeInfo;
import io.quorate.run.RunEvent.RunStarted;
import io.quorate.run.RunEvent.StepInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a compact journal: the start of the run, in which whatever many nodes share is
 * said once. Steps and gates are known by their places, the gates after the steps.
 *
 * @param journal the form's number
 * @param kinds what steps that do the same on several nodes share
 * @param steps places of the kind and of the node, then of all that the step waits for
 * @param gates ids, in the order of their {@code waits}
 * @param waits what each gate waits for: first and last place of a stretch, one stretch after the
 *     other
 */
record JournalHeader(
    int journal,
    String at,
    String run,
    String journey,
    String cluster,
    boolean rehearsal,
    List<NodeInfo> nodes,
    List<Kind> kinds,
    List<int[]> steps,
    List<String> gates,
    List<int[]> waits) {

  /** How such a line begins. */
  static final String BEGIN = "{\"journal\":";

  private static final int FORM = 2;
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * @param id of the step; ends with {@code @} where the node's name follows
   */
  record Kind(
      String id,
      Phase phase,
      String title,
      List<String> operations,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String ifStopped) {}

  /** One that says the same; null when the event is made otherwise than plans are. */
  static @Nullable JournalHeader of(RunStarted event) {
    Map<String, Integer> nodes = new HashMap<>();
    event.nodes().forEach(n -> nodes.putIfAbsent(n.name(), nodes.size()));
    Map<String, Integer> places = new HashMap<>();
    event.steps().forEach(s -> places.putIfAbsent(s.id(), places.size()));
    event.gates().forEach(g -> places.putIfAbsent(g.id(), places.size()));
    if (nodes.size() < event.nodes().size()
        || places.size() < event.steps().size() + event.gates().size()) {
      return null;
    }
    Map<Kind, Integer> kinds = new LinkedHashMap<>();
    List<int[]> steps = new ArrayList<>();
    for (StepInfo step : event.steps()) {
      Kind kind = kind(step);
      Integer node = nodes.get(step.node());
      if (kind == null || node == null || !places.keySet().containsAll(step.after())) {
        return null;
      }
      int[] row = new int[2 + step.after().size()];
      row[0] = kinds.computeIfAbsent(kind, k -> kinds.size());
      row[1] = node;
      int column = 2;
      for (String before : new TreeSet<>(step.after())) {
        row[column++] = places.getOrDefault(before, 0);
      }
      steps.add(row);
    }
    List<int[]> waits = new ArrayList<>();
    for (Gate gate : event.gates()) {
      if (!places.keySet().containsAll(gate.after())) {
        return null;
      }
      waits.add(
          stretches(
              gate.after().stream().mapToInt(b -> places.getOrDefault(b, 0)).sorted().toArray()));
    }
    return new JournalHeader(
        FORM,
        event.at().toString(),
        event.run(),
        event.journey(),
        event.cluster(),
        event.rehearsal(),
        event.nodes(),
        List.copyOf(kinds.keySet()),
        steps,
        event.gates().stream().map(Gate::id).toList(),
        waits);
  }

  private static @Nullable Kind kind(StepInfo step) {
    boolean named = step.id().endsWith("@" + step.node());
    String id =
        named ? step.id().substring(0, step.id().length() - step.node().length()) : step.id();
    return named || !id.endsWith("@")
        ? new Kind(id, step.phase(), step.title(), step.operations(), step.ifStopped())
        : null;
  }

  private static int[] stretches(int[] sorted) {
    int[] ends = new int[2 * sorted.length];
    int used = 0;
    for (int place : sorted) {
      if (used > 0 && ends[used - 1] == place - 1) {
        ends[used - 1] = place;
      } else {
        ends[used++] = place;
        ends[used++] = place;
      }
    }
    return Arrays.copyOf(ends, used);
  }

  String write() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain fields can be written", e);
    }
  }

  /**
   * The event that the line stands for.
   *
   * @throws IllegalArgumentException when it is none, or of a later version
   */
  static RunStarted read(String line) {
    try {
      JournalHeader header = JSON.readValue(line, JournalHeader.class);
      if (header.journal != FORM) {
        throw new IllegalArgumentException("no event: a later version's form " + header.journal);
      }
      return header.event();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no event: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      // A file that is none of ours: fields are missing, places lead nowhere, a time is none.
      throw new IllegalArgumentException("no event: the first line is damaged", e);
    }
  }

  private RunStarted event() {
    List<String> ids = new ArrayList<>();
    for (int[] row : steps) {
      String id = kinds.get(row[0]).id();
      ids.add(id.endsWith("@") ? id + nodes.get(row[1]).name() : id);
    }
    ids.addAll(gates);
    List<StepInfo> infos = new ArrayList<>();
    for (int[] row : steps) {
      Kind kind = kinds.get(row[0]);
      infos.add(
          new StepInfo(
              ids.get(infos.size()),
              nodes.get(row[1]).name(),
              kind.phase(),
              kind.title(),
              kind.operations(),
              after(row, ids),
              kind.ifStopped()));
    }
    List<Gate> all = new ArrayList<>();
    for (int[] ends : waits) {
      Set<String> after = new HashSet<>();
      for (int i = 0; i < ends.length; i += 2) {
        after.addAll(ids.subList(ends[i], ends[i + 1] + 1));
      }
      all.add(new Gate(gates.get(all.size()), after));
    }
    return new RunStarted(Instant.parse(at), run, journey, cluster, rehearsal, nodes, infos, all);
  }

  private static Set<String> after(int[] row, List<String> ids) {
    if (row.length == 2) {
      return Set.of();
    }
    Set<String> after = new TreeSet<>();
    for (int i = 2; i < row.length; i++) {
      after.add(ids.get(row[i]));
    }
    return row.length == 3 ? Set.copyOf(after) : Collections.unmodifiableSet(after);
  }
}
