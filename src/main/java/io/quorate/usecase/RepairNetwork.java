package io.quorate.usecase;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.lifecycle.NetworkRepairPlan;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A node's packet rules are written anew.
 *
 * @param node its name in the inventory
 * @param revertAfter when the old rules come back by themselves
 */
public record RepairNetwork(String node, Duration revertAfter) implements UseCase {

  public static final String NAME = "repair-network";

  /** When the old rules come back by themselves where nothing else is said. */
  public static final Duration USUAL_REVERT = Duration.ofSeconds(180);

  private static final long LEAST = 30;
  private static final long MOST = 3600;

  /**
   * What is wrong with a time after which the old rules come back; empty: nothing.
   *
   * @param seconds 30 to 3600
   */
  public static String wrongRevert(long seconds) {
    return seconds < LEAST || seconds > MOST
        ? "has to be " + LEAST + " to " + MOST + " seconds."
        : "";
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * @throws InvalidRequestException when the inventory has no such node, before anything is reached
   */
  public Host in(Inventory inventory) throws InvalidRequestException {
    String all = inventory.hosts().stream().map(Host::name).collect(Collectors.joining(", "));
    return inventory.hosts().stream()
        .filter(h -> h.name().equals(node))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidRequestException.choose(
                    "the inventory has no node " + node + "; it has " + all + ".", List.of()));
  }

  @Override
  public boolean bears(NodeException failure) {
    return Absence.isAbsent(failure);
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException {
    return Survey.of(session.look(NetworkRepairPlan.requests(session.inventory(), node)));
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException, InvalidRequestException {
    Inventory inventory = session.inventory();
    Host host = in(inventory);
    ClusterFacts facts = survey.facts();
    NodeFacts found = facts.nodes().get(node);
    if (found == null) {
      throw new GuardRefused(
          facts.unreachable().getOrDefault(node, node + " could not be asked") + ".",
          "Its rules are written by itself, over SSH.");
    }
    Planned planned =
        session.plan(
            facts, context -> NetworkRepairPlan.of(context, host, revertAfter), caller.progress());
    List<Note> notes = new ArrayList<>();
    Note.warnings(VersionGuard.notes(VersionMatrix.of(inventory, facts))).forEach(notes::add);
    List<String> flushed = NetworkRepairPlan.flushed(found);
    if (!flushed.isEmpty()) {
      notes.add(new Note(false, "On " + node + " these rules are flushed:"));
      flushed.forEach(line -> notes.add(new Note(false, "  " + line)));
    }
    return Proposal.of(
            PlannedRun.of(NAME, session, planned, RunResults.nothing()), new Consent.Agreement())
        .noting(notes);
  }
}
