package io.quorate.engine;

import com.fasterxml.jackson.databind.util.StdConverter;
import io.quorate.plan.Gate;
import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan as it is handed over: what several nodes have to do alike is said once, and is one object
 * again where it is read, so that both grow with the nodes' own parts alone.
 *
 * @param operations each once
 * @param steps theirs by their places
 */
record PlanForm(List<Operation> operations, List<Row> steps, List<Gate> gates) {

  /** A step. */
  record Row(
      String id,
      String node,
      Phase phase,
      String title,
      List<Integer> operations,
      Set<String> after,
      Duration timeout,
      String ifStopped) {}

  /** For what writes it. */
  static final class Of extends StdConverter<Plan, PlanForm> {
    @Override
    public PlanForm convert(Plan plan) {
      Map<Operation, Integer> places = new LinkedHashMap<>();
      List<Row> rows = new ArrayList<>();
      for (Step step : plan.steps()) {
        List<Integer> own = new ArrayList<>();
        for (Operation operation : step.operations()) {
          own.add(places.computeIfAbsent(operation, o -> places.size()));
        }
        rows.add(
            new Row(
                step.id(),
                step.node(),
                step.phase(),
                step.title(),
                own,
                step.after(),
                step.timeout(),
                step.ifStopped()));
      }
      return new PlanForm(List.copyOf(places.keySet()), rows, plan.gates());
    }
  }

  /** For what reads it. */
  static final class Back extends StdConverter<PlanForm, Plan> {
    @Override
    public Plan convert(PlanForm form) {
      Map<List<Integer>, List<Operation>> lists = new HashMap<>();
      Map<Object, Object> known = new HashMap<>();
      List<Step> steps = new ArrayList<>();
      for (Row row : form.steps) {
        steps.add(
            new Step(
                shared(known, row.id),
                shared(known, row.node),
                row.phase,
                shared(known, row.title),
                lists.computeIfAbsent(
                    row.operations,
                    places -> List.copyOf(places.stream().map(form.operations::get).toList())),
                shared(known, row.after),
                shared(known, row.timeout),
                shared(known, row.ifStopped)));
      }
      List<Gate> gates =
          form.gates.stream().map(g -> new Gate(g.id(), shared(known, g.after()))).toList();
      return new Plan(steps, gates);
    }

    private static Set<String> shared(Map<Object, Object> known, Set<String> ids) {
      return ids.stream().map(id -> shared(known, id)).collect(Collectors.toSet());
    }

    /** One object for all that are equal. */
    @SuppressWarnings("unchecked")
    private static <T> T shared(Map<Object, Object> known, T value) {
      Object first = known.putIfAbsent(value, value);
      return first == null ? value : (T) first;
    }
  }
}
