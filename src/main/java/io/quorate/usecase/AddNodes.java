package io.quorate.usecase;

import io.quorate.engine.Invocation;
import io.quorate.inventory.Inventory;
import io.quorate.recipe.lifecycle.AddNodesPlan;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Nodes join a cluster that runs, or change what they are for. The session is one of the inventory
 * with them.
 *
 * @param there what the cluster's file says now
 * @param wipe whose old data of etcd may go
 * @param file is brought up to date when the run is done
 */
public record AddNodes(Inventory there, Set<String> wipe, Path file) implements UseCase {

  public static final String NAME = "add";

  public AddNodes {
    wipe = Set.copyOf(wipe);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String reaching() {
    return "Every node has to be reached when one joins.";
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException {
    Inventory wanted = session.inventory();
    var facts = session.look(LiveProbe.joining(wanted, there));
    return Survey.of(facts, AddNodesPlan.findings(wanted, facts, wipe));
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException {
    Planned planned =
        session.plan(survey.facts(), c -> AddNodesPlan.of(c, wipe), caller.progress());
    Inventory wanted = session.inventory();
    boolean changes = !wanted.equals(there);
    RunResults results =
        changes && !session.reach().rehearsal()
            ? RunResults.nothing().with(file, wanted)
            : RunResults.nothing();
    PlannedRun run =
        new PlannedRun(
            NAME,
            wanted,
            session.reach(),
            planned.plan(),
            results,
            MembersRequest.joining(file, wipe),
            Invocation.of(file.toString()));
    return Proposal.of(run, changes ? new Consent.Certain() : new Consent.Agreement())
        .noting(Note.of(AddNodesPlan.words(planned.context(), wipe)).toList())
        .then(AddNodesPlan.afterwards(wanted));
  }
}
