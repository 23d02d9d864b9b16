package io.quorate.usecase.backup;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.cluster.VersionProbe;
import io.quorate.recipe.lifecycle.DrillGuard;
import io.quorate.recipe.lifecycle.DrillPlan;
import io.quorate.recipe.lifecycle.RestorePoint;
import io.quorate.recipe.lifecycle.RestoreRoom;
import io.quorate.usecase.BackupUse;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Consent;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.Note;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.Proposal;
import io.quorate.usecase.RunResults;
import io.quorate.usecase.Survey;
import io.quorate.usecase.UseCase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A backup is restored for a trial, and every object in it is read; no cluster is touched. */
public final class Drill implements UseCase {

  /** Of {@code quorate backup verify}. */
  public static final String NAME = "backup verify";

  private final Inventory inventory;
  private final Path archive;
  private final BackupKey key;
  private final String node;
  private @Nullable OpenedBackup opened;

  /**
   * @param inventory whose nodes can be taken for it
   * @param node where it is tried; empty: on a master that has the programs
   */
  public Drill(Inventory inventory, Path archive, BackupKey key, String node) {
    this.inventory = inventory;
    this.archive = archive;
    this.key = key;
    this.node = node;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** One node is enough. */
  @Override
  public boolean bears(NodeException failure) {
    return true;
  }

  private OpenedBackup opened() throws IOException, InvalidRequestException {
    OpenedBackup known = opened;
    if (known == null) {
      known = OpenedBackup.open(archive, key, null);
      opened = known;
    }
    return known;
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException, InvalidRequestException {
    try {
      opened();
    } catch (IOException e) {
      throw OpenedBackup.unreadable(archive, e);
    }
    return Survey.of(session.look(requests()));
  }

  /** Which versions are there, and whether the programs are. */
  private Map<String, ProbeRequest> requests() {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    ProbeRequest programs =
        new ProbeRequest(Set.of(), Set.of(), Set.of(), DrillPlan.PROGRAMS, Set.of(), "", Map.of());
    VersionProbe.requests(inventory)
        .forEach((name, r) -> requests.put(name, r.with(programs).with(RestoreRoom.request())));
    return requests;
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException, InvalidRequestException {
    OpenedBackup backup = opened();
    RestorePoint point = backup.point();
    Host host = host(survey.facts());
    DrillGuard.judge(inventory, survey.facts(), host, point);
    NodeFacts found = survey.facts().nodes().get(host.name());
    if (found != null) {
      new RestoreRoom(point.snapshotBytes()).refuseTrial(found, host.name());
    }
    Inventory then = backup.inventory().orElse(inventory);
    Instant now = Instant.now();
    Plan plan = DrillPlan.of(then, host, point, now);
    PlannedRun run =
        new PlannedRun(NAME, inventory, session.reach(), plan, results(session, backup));
    if (!session.reach().rehearsal()) {
      run = run.after(backup::unseal);
    }
    return Proposal.of(run, new Consent.Certain())
        .noting(
            Note.of(
                    List.of(
                        "%s: %s as it was %s ago, %d objects, revision %d"
                            .formatted(
                                archive,
                                point.cluster(),
                                Restore.age(Duration.between(point.taken(), now)),
                                point.total(),
                                point.revision()),
                        "will be tried on %s, beside what runs there, in a network of its own, and leaves"
                                .formatted(host.name())
                            + " nothing there"))
                .toList());
  }

  private RunResults results(ClusterSession session, OpenedBackup backup) {
    return session.reach().rehearsal()
        ? RunResults.nothing()
        : RunResults.nothing()
            .using(
                new BackupUse(backup.snapshot().toString(), archive.toAbsolutePath().toString()));
  }

  /** The one that was named, or the last master that has the programs: the first speaks for all. */
  private Host host(ClusterFacts facts) throws InvalidRequestException {
    if (!node.isEmpty()) {
      Host named =
          inventory.hosts().stream()
              .filter(h -> h.name().equals(node))
              .findFirst()
              .orElseThrow(
                  () ->
                      InvalidRequestException.choose(
                          "there is no node called " + node + ".",
                          inventory.hosts().stream().map(Host::name).toList()));
      NodeFacts found = facts.nodes().get(node);
      if (found == null) {
        throw new GuardRefused(
            node + " could not be asked: " + facts.unreachable().getOrDefault(node, "") + ".",
            "Name another one with --node.");
      }
      if (!DrillGuard.hasPrograms(found)) {
        throw new GuardRefused(
            node + " does not have the programs of a master.",
            "A backup is tried with a node's own etcd and API server: name a master with --node.");
      }
      return named;
    }
    Optional<Host> last =
        inventory.masters().reversed().stream()
            .filter(
                m -> {
                  NodeFacts found = facts.nodes().get(m.name());
                  return found != null && DrillGuard.hasPrograms(found);
                })
            .findFirst();
    return last.orElseThrow(
        () ->
            new GuardRefused(
                "No master that answers has the programs of one.",
                "A backup is tried with a node's own etcd and API server: install one somewhere, and"
                    + " name its inventory."));
  }
}
