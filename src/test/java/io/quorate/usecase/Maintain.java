package io.quorate.usecase;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A note for whoever logs in to a node that somebody works on: the use case and the plan of a
 * journey as small as one can be.
 *
 * @param node its name in the inventory
 * @param note a line; empty: it is taken back
 */
public record Maintain(String node, String note) implements UseCase {

  public static final String NAME = "maintain";

  /** Where the note is. */
  public static final String FILE = "/etc/motd.d/maintenance";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean bears(NodeException failure) {
    return Absence.isAbsent(failure);
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException {
    return Survey.of(
        session.look(
            session.inventory().hosts().stream()
                .collect(Collectors.toMap(Host::name, h -> ProbeRequest.basic()))));
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException {
    Inventory inventory = session.inventory();
    Map<String, NodeFacts> facts = survey.facts().nodes();
    if (!facts.containsKey(node) || !facts.get(node).isOurs()) {
      throw new GuardRefused(
          node + " has nothing that Quorate installed.", "Run `quorate install` first.");
    }
    Planned planned = session.plan(survey.facts(), context -> plan(), caller.progress());
    return Proposal.of(
            PlannedRun.of(NAME, session, planned, RunResults.nothing()), new Consent.Agreement())
        .noting(List.of(new Note(false, "Pods of " + inventory.clusterName() + " stay there.")))
        .then(note.isEmpty() ? List.of() : List.of("Take the note back when you are done."));
  }

  private Plan plan() {
    return new Plan(
        List.of(
            new Step(
                NAME + "@" + node,
                node,
                Phase.PREPARE,
                note.isEmpty() ? "Take the note back" : "Leave a note",
                List.of(
                    note.isEmpty()
                        ? new Operation.RemoveFile(FILE)
                        : new Operation.WriteFile(
                            FILE, Operation.Content.of(note + "\n"), "root:root", "0644")),
                Set.of(),
                Duration.ofMinutes(1))));
  }
}
