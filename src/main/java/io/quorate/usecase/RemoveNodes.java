package io.quorate.usecase;

import io.quorate.engine.Invocation;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.ConnectFailure;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.lifecycle.RemoveNodePlan;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes leave a cluster, alive or dead. The session is one of the inventory that still has them.
 *
 * @param names those that leave
 * @param file is brought up to date when the run is done
 */
public record RemoveNodes(List<String> names, RemoveNodePlan.Options how, Path file)
    implements UseCase {

  public static final String NAME = "remove";

  public RemoveNodes {
    names = List.copyOf(names);
  }

  /**
   * @param force whether pods are deleted that a disruption budget holds
   * @param drain how long pods may take to leave a live node
   * @param clean whether what Quorate wrote on a node that is reached is taken away
   */
  public static RemoveNodes of(
      List<String> names, boolean force, Duration drain, boolean clean, Path file) {
    return new RemoveNodes(names, new RemoveNodePlan.Options(force, drain, clean), file);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Whoever leaves need not be reached by SSH; of the others only those that nobody reaches. */
  @Override
  public boolean bears(NodeException failure) {
    return failure instanceof ConnectFailure connect
        && (names.contains(connect.endpoint().name())
            || connect instanceof ConnectFailure.TimedOut
            || connect instanceof ConnectFailure.Refused
            || connect instanceof ConnectFailure.Unreachable
            || connect instanceof ConnectFailure.HostKeyChanged
            || connect instanceof ConnectFailure.Unresolved);
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException {
    Inventory inventory = session.inventory();
    ClusterFacts facts = session.look(RemoveNodePlan.requests(inventory));
    return Survey.of(facts).shown(picture(LiveCluster.of(inventory, facts)));
  }

  /** Node by node, the dead first to the eye. */
  private static List<String> picture(LiveCluster live) {
    List<String> lines = new ArrayList<>(List.of(live.found()));
    Instant now = Instant.now();
    for (LiveNode node : live.nodes()) {
      lines.add(
          "  %s %-20s %s"
              .formatted(
                  node.looksDead() ? "!" : " ", node.name(), String.join(", ", node.words(now))));
    }
    return lines;
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException {
    ClusterFacts facts = survey.facts();
    Inventory inventory = session.inventory();
    LiveCluster live = LiveCluster.of(inventory, facts);
    Planned planned = session.plan(facts, c -> RemoveNodePlan.of(c, names, how), caller.progress());
    List<Note> notes = new ArrayList<>();
    Note.warnings(VersionGuard.notes(VersionMatrix.of(inventory, facts))).forEach(notes::add);
    RemoveNodePlan.verdicts(live, names)
        .forEach(v -> notes.add(new Note(false, (v.reason() + " " + v.nextStep()).strip())));
    // Whoever could not be asked is taken for away, whether or not SSH got there.
    facts.unreachable().keySet().stream().sorted().forEach(name -> notes.add(absent(name)));
    return Proposal.of(run(session, planned), new Consent.Certain())
        .noting(notes)
        .then(RemoveNodePlan.afterwards(live, names));
  }

  private Note absent(String name) {
    return names.contains(name)
        ? new Note(
            false,
            name
                + " is not reached, and not cleaned: keep it off, or reinstall it before it is"
                + " switched on. A worker that comes back as it was registers as a node again.")
        : new Note(
            true,
            name
                + " does not answer and is not brought up to date; `quorate install` does it"
                + " later.");
  }

  private PlannedRun run(ClusterSession session, Planned planned) {
    Inventory inventory = session.inventory();
    Inventory rest = RemoveNodePlan.staying(inventory, names);
    boolean real = !session.reach().rehearsal();
    RunResults results =
        real
            ? new RunResults(RemoveNodePlan.access(planned.context(), names), null, null)
            : RunResults.nothing();
    if (real && !rest.equals(inventory)) {
      results = results.with(file, rest);
    }
    return new PlannedRun(
        NAME,
        inventory,
        session.reach(),
        planned.plan(),
        results,
        MembersRequest.leaving(file, names, how),
        Invocation.of(file.toString()));
  }
}
