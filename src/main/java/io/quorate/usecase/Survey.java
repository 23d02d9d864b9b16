package io.quorate.usecase;

import io.quorate.inventory.Problem;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Reachability;
import io.quorate.plan.facts.ClusterFacts;
import java.util.List;

/**
 * What the nodes were found to be.
 *
 * @param findings what was judged, good and bad
 * @param reachability which node reaches which, where that was tried
 * @param picture the cluster in lines, where a person has to see it before anything is decided
 * @param problems of the inventory, that do not forbid to go on, as far as only now is known that
 *     they matter
 */
public record Survey(
    ClusterFacts facts,
    List<Finding> findings,
    List<Reachability> reachability,
    List<String> picture,
    List<Problem> problems) {

  public Survey {
    findings = List.copyOf(findings);
    reachability = List.copyOf(reachability);
    picture = List.copyOf(picture);
    problems = List.copyOf(problems);
  }

  public static Survey of(ClusterFacts facts) {
    return of(facts, List.of());
  }

  public static Survey of(ClusterFacts facts, List<Finding> findings) {
    return new Survey(facts, findings, List.of(), List.of(), List.of());
  }

  /** The same, with the cluster in lines. */
  public Survey shown(List<String> lines) {
    return new Survey(facts, findings, reachability, lines, problems);
  }

  /** The same, with problems of the inventory. */
  public Survey with(List<Problem> bearable) {
    return new Survey(facts, findings, reachability, picture, bearable);
  }

  /** Those that forbid to go on. */
  public List<Finding> failed() {
    return findings.stream().filter(f -> f.status() == Finding.Status.FAILED).toList();
  }

  /**
   * @throws GuardRefused with the first of those that forbid to go on
   */
  public void refuseFailed() {
    if (!failed().isEmpty()) {
      Finding first = failed().getFirst();
      String node = first.node().isEmpty() ? "cluster" : first.node();
      throw new GuardRefused(node + ": " + first.title() + ": " + first.found(), first.remedy());
    }
  }
}
