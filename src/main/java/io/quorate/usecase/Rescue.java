package io.quorate.usecase;

import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Quorum;
import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.ConnectFailure;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.component.AdminKubeconfig;
import io.quorate.recipe.lifecycle.RescueGuard;
import io.quorate.recipe.lifecycle.RescueGuard.Candidate;
import io.quorate.recipe.lifecycle.RescuePlan;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose quorum is lost for good is made anew of one master's data.
 *
 * @param inventory the cluster's as it was
 * @param survivor whose data it is; null: that of the rescue that was cut off, or nobody's
 * @param resume whether a rescue that was cut off goes on
 * @param file is brought up to date when the run is done; null: none is
 */
public record Rescue(
    Inventory inventory, @Nullable String survivor, boolean resume, @Nullable Path file)
    implements UseCase {

  public static final String NAME = "rescue";

  @Override
  public String name() {
    return NAME;
  }

  /** A lost master may be anything: off, or a new machine with another host key. */
  @Override
  public boolean bears(NodeException failure) {
    return Absence.isAbsent(failure)
        || failure instanceof ConnectFailure connect
            && !connect.endpoint().name().equals(survivor)
            && inventory.masters().stream()
                .anyMatch(m -> m.name().equals(connect.endpoint().name()));
  }

  @Override
  public Survey watch(ClusterSession session) throws InterruptedException {
    return Survey.of(
        session.look(
            session.reach().rehearsal()
                ? RescueGuard.rehearsalRequests(inventory)
                : RescueGuard.requests(inventory)));
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException {
    return Survey.of(
        session.reach().rehearsal()
            ? RescueGuard.rehearsal(
                inventory,
                session.look(RescueGuard.rehearsalRequests(inventory)),
                survivor == null ? "" : survivor)
            : session.look(RescueGuard.requests(inventory)));
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException, InvalidRequestException {
    ClusterFacts facts = survey.facts();
    Host chosen = chosen(facts);
    RescueGuard.judge(inventory, facts, chosen);
    Secret token = new Secret(EtcdToken.random());
    Planned planned =
        session.plan(facts, found -> RescuePlan.of(found, chosen, token), caller.progress());
    PlannedRun run =
        PlannedRun.of(NAME, session, planned, results(session, planned, chosen, token));
    return Proposal.of(
            run,
            new Consent.TypedName(inventory.clusterName(), warning(facts, chosen, caller.naming())))
        .then(RescuePlan.afterwards(inventory, chosen));
  }

  /** Nothing is done without a survivor that was named. */
  private Host chosen(ClusterFacts facts) throws InvalidRequestException {
    Optional<Host> chosen =
        survivor == null && resume
            ? RescueGuard.begun(inventory, facts)
            : inventory.hosts().stream().filter(h -> h.name().equals(survivor)).findFirst();
    if (chosen.isPresent()) {
      return chosen.get();
    }
    List<String> choices =
        RescueGuard.candidates(inventory, facts).stream()
            .map(c -> c.host().name() + ": " + c.words())
            .toList();
    throw InvalidRequestException.choose(
        survivor == null
            ? "name the survivor with --survivor NODE."
            : survivor + " is not in the inventory.",
        choices.isEmpty() ? List.of("No master that answers has etcd's data.") : choices);
  }

  private RunResults results(ClusterSession session, Planned planned, Host chosen, Secret token) {
    if (session.reach().rehearsal()) {
      return RunResults.nothing();
    }
    RunResults access =
        new RunResults(
            AdminKubeconfig.of(
                RescuePlan.context(planned.context(), chosen, token), planned.plan()),
            null,
            null);
    return file == null
        ? access
        : access.with(file, RescuePlan.inventory(inventory, chosen, token));
  }

  private List<String> warning(ClusterFacts facts, Host chosen, List<String> naming) {
    int masters = inventory.masters().size();
    List<Candidate> candidates = RescueGuard.candidates(inventory, facts);
    List<String> lines = new ArrayList<>();
    lines.add(
        "etcd's quorum is lost: of %d members %d have to agree, and %s."
            .formatted(masters, new Quorum(masters).size(), answering(candidates.size())));
    candidates.forEach(c -> lines.add("  " + c.host().name() + ": " + c.words()));
    RescuePlan.versions(inventory, facts, chosen, naming).forEach(w -> lines.add("warning: " + w));
    if (!candidates.isEmpty() && !candidates.getFirst().host().equals(chosen)) {
      lines.add("warning: the newest data is on " + candidates.getFirst().host().name() + ".");
    }
    String lost =
        inventory.masters().stream()
            .filter(m -> !m.equals(chosen))
            .map(Host::name)
            .collect(Collectors.joining(", "));
    lines.add(
        "A new cluster of one member is made of the data on %s, and the API serves that."
            .formatted(chosen.name()));
    lines.add("What " + chosen.name() + " has not is lost, and " + lost + " must never come back");
    lines.add("with the old data: wipe them before they join by `quorate add`.");
    return lines;
  }

  private static String answering(int masters) {
    return masters == 1 ? "1 answers and has its data" : masters + " answer and have their data";
  }
}
