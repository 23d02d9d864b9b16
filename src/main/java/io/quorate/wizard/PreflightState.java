package io.quorate.wizard;

import io.quorate.inventory.Problem;
import io.quorate.plan.Finding;
import io.quorate.plan.Reachability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far the look at the nodes has come.
 *
 * @param ticket of the newest request; 0: none
 * @param busy whether nodes are being looked at
 * @param cancelled whether the person stopped the newest look: no other begins by itself
 * @param findings of the newest look that came back
 * @param pairs of the same look: from a node, to each other
 * @param acknowledged warnings a person has agreed to; one whose text changes is news
 * @param failure why the look could not be taken at all; may be empty
 */
public record PreflightState(
    long ticket,
    boolean busy,
    boolean cancelled,
    List<Finding> findings,
    Map<String, Map<String, Reachability>> pairs,
    Set<String> acknowledged,
    String failure) {

  public PreflightState {
    findings = List.copyOf(findings);
    pairs = Map.copyOf(pairs);
    acknowledged = Set.copyOf(acknowledged);
  }

  static PreflightState blank() {
    return new PreflightState(0, false, false, List.of(), Map.of(), Set.of(), "");
  }

  PreflightState asking(long newTicket) {
    return new PreflightState(newTicket, true, false, findings, pairs, acknowledged, failure);
  }

  PreflightState heard(WizardReport.PreflightDone done) {
    return done.ticket() == ticket
        ? new PreflightState(
            ticket, false, false, done.findings(), byNodes(done.pairs()), acknowledged, "")
        : this;
  }

  /**
   * @param newTicket of no look: what still comes of the old one is out of date
   */
  PreflightState cancelled(long newTicket) {
    return new PreflightState(newTicket, false, true, findings, pairs, acknowledged, failure);
  }

  PreflightState failed(String message) {
    return new PreflightState(ticket, false, false, List.of(), Map.of(), acknowledged, message);
  }

  PreflightState acknowledging(Finding finding) {
    Set<String> more = new HashSet<>(acknowledged);
    more.add(fingerprint(finding));
    return new PreflightState(ticket, busy, cancelled, findings, pairs, more, failure);
  }

  public boolean isAcknowledged(Finding finding) {
    return acknowledged.contains(fingerprint(finding));
  }

  /** Tells findings apart: a changed text is news that has to be acknowledged again. */
  private static String fingerprint(Finding finding) {
    return finding.node() + "|" + finding.check() + "|" + finding.found();
  }

  /** The checks in the order in which they were reported, to their titles: the matrix's columns. */
  public Map<String, String> checks() {
    Map<String, String> titles = new LinkedHashMap<>();
    findings.forEach(f -> titles.putIfAbsent(f.check(), f.title()));
    return titles;
  }

  /** What is worst among what a check found on a node. */
  public Optional<Finding> at(String node, String check) {
    return findings.stream()
        .filter(f -> f.node().equals(node) && f.check().equals(check))
        .max(Comparator.comparing(Finding::status));
  }

  /** Whether one node reaches the other. */
  public Optional<Reachability> between(String from, String to) {
    return Optional.ofNullable(pairs.getOrDefault(from, Map.of()).get(to));
  }

  /** Which nodes reach which, in a sentence or a few. */
  public String reachInWords() {
    List<Reachability> needed =
        pairs.values().stream()
            .flatMap(to -> to.values().stream())
            .filter(p -> p.outcome() != Reachability.Outcome.NOT_NEEDED)
            .toList();
    long open =
        needed.stream()
            .filter(
                p ->
                    p.outcome() == Reachability.Outcome.ANSWERS
                        || p.outcome() == Reachability.Outcome.OPENS_LATER)
            .count();
    String unknown =
        needed.stream()
            .filter(p -> p.outcome() == Reachability.Outcome.UNTRIED)
            .map(p -> p.from() + " to " + p.to())
            .sorted()
            .collect(Collectors.joining(", "));
    return open
        + " of "
        + needed.size()
        + " ways from node to node are open."
        + (unknown.isEmpty() ? "" : " Not known: " + unknown + ".");
  }

  /** Whether a new look by itself could help: something is bad, or the look failed. */
  public boolean isWorthRepeating() {
    return !busy
        && !cancelled
        && (!failure.isEmpty()
            || findings.stream().anyMatch(f -> f.status() == Finding.Status.FAILED));
  }

  /** Warnings that nobody has agreed to yet. */
  public List<Finding> openWarnings() {
    return findings.stream()
        .filter(f -> f.status() == Finding.Status.WARNING && !isAcknowledged(f))
        .toList();
  }

  /** What keeps the journey from going on. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    if (!failure.isEmpty()) {
      problems.add(
          Problem.error(
              "", "The nodes could not be looked at: " + failure, "Fix it; r looks again."));
    } else if (cancelled) {
      problems.add(Problem.error("", "The look at the nodes was cancelled.", "r looks again."));
    } else if (busy || findings.isEmpty()) {
      problems.add(
          Problem.error("", "The nodes are still being looked at.", "Wait for the result."));
    }
    for (Finding finding : findings) {
      if (finding.status() == Finding.Status.FAILED) {
        problems.add(
            Problem.error(
                field(finding), finding.where() + ": " + finding.found(), finding.remedy()));
      }
    }
    for (Finding finding : openWarnings()) {
      problems.add(
          Problem.error(
              field(finding),
              finding.where() + ": " + finding.found(),
              "Acknowledge this warning with a, or fix it."));
    }
    return problems;
  }

  /** From a node, to each other. */
  private static Map<String, Map<String, Reachability>> byNodes(List<Reachability> pairs) {
    return pairs.stream()
        .collect(
            Collectors.groupingBy(
                Reachability::from, Collectors.toUnmodifiableMap(Reachability::to, p -> p)));
  }

  private static String field(Finding finding) {
    return "hosts." + finding.node() + "." + finding.check();
  }
}
