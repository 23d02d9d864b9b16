package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.plan.Gate;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FetchAhead;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every file that any node will need lies verified in its cache before the first thing is changed
 * anywhere: a wrong checksum, a missing file or a mirror that is down ends a run that did nothing.
 */
public final class VerifiedDownloads {

  /** The gate that all downloads are before. */
  static final String ALL = "all-downloads";

  private VerifiedDownloads() {}

  static String id(Host host) {
    return StepKind.DOWNLOADS.on(host.name());
  }

  /** A plan of these steps, which begin when all downloads of all nodes are there. */
  static Plan before(Context context, List<Step> steps, List<Gate> gates) {
    return before(context, steps, gates, steps);
  }

  /**
   * The same, where others will need the downloads.
   *
   * @param users whose downloads they are
   */
  public static Plan before(Context context, List<Step> steps, List<Gate> gates, List<Step> users) {
    List<Step> downloads = new ArrayList<>();
    Map<String, List<Step>> byNode = users.stream().collect(Collectors.groupingBy(Step::node));
    Map<List<Operation>, List<Operation>> lists = new HashMap<>();
    for (Host host : context.hosts()) {
      List<Operation> own = ahead(byNode.getOrDefault(host.name(), List.of()));
      List<Operation> ahead = lists.computeIfAbsent(own, o -> o);
      if (!ahead.isEmpty()) {
        downloads.add(
            new Step(
                id(host),
                host.name(),
                Phase.PREPARE,
                "Download and verify",
                ahead,
                Set.of(),
                Duration.ofHours(1)));
      }
    }
    if (downloads.isEmpty()) {
      return new Plan(steps, gates);
    }
    Gate there = Gate.of(ALL, downloads);
    List<Step> all = new ArrayList<>(downloads);
    steps.forEach(
        step -> all.add(step.after().isEmpty() ? step.waitingFor(Set.of(there.id())) : step));
    return new Plan(all, Stream.concat(gates.stream(), Stream.of(there)).toList());
  }

  /** What lies on the operator's machine was verified there. */
  private static List<Operation> ahead(List<Step> steps) {
    Set<Operation> ahead = new LinkedHashSet<>();
    for (Step step : steps) {
      for (Operation operation : step.operations()) {
        if (operation instanceof Fetch fetch && !fetch.url().startsWith("file:")) {
          ahead.add(new FetchAhead(fetch));
        }
      }
    }
    return List.copyOf(ahead);
  }
}
