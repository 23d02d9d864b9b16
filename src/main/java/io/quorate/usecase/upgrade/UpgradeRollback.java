package io.quorate.usecase.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.cluster.KeptPrograms;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionRanges;
import io.quorate.recipe.cluster.WayBack;
import io.quorate.recipe.preflight.CutOff;
import io.quorate.recipe.preflight.UpgradeFindings;
import io.quorate.recipe.upgrade.Rollback;
import io.quorate.recipe.upgrade.RollbackPlan;
import io.quorate.recipe.upgrade.UpgradePlan;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an upgrade has changed is taken back, with the programs that each node has kept.
 *
 * @param node the only one that is rolled back; empty: all
 * @param accepted names of findings with which it goes on all the same
 * @param file is brought up to date when the run is done
 */
public record UpgradeRollback(String node, UpgradePlan.Options how, Set<String> accepted, Path file)
    implements UseCase {

  public UpgradeRollback {
    accepted = Set.copyOf(accepted);
  }

  @Override
  public String name() {
    return Upgrade.NAME;
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException, InvalidRequestException {
    Inventory inventory = session.inventory();
    List<String> names = inventory.hosts().stream().map(Host::name).toList();
    if (!node.isEmpty() && !names.contains(node)) {
      throw InvalidRequestException.choose(
          "--node " + node + ": the inventory has no such node.", names);
    }
    ClusterFacts facts = session.look(requests(inventory));
    VersionMatrix matrix = VersionMatrix.of(inventory, facts);
    UpgradeTarget.refuseNone(matrix);
    Rollback rollback = Rollback.of(inventory, facts, node);
    List<String> picture = new ArrayList<>();
    picture.add(LiveCluster.of(inventory, facts).found());
    return Survey.of(facts, findings(inventory, facts, matrix, rollback)).shown(picture);
  }

  private static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>(Upgrade.requests(inventory));
    KeptPrograms.requests(inventory)
        .forEach((name, r) -> requests.computeIfPresent(name, (n, asked) -> asked.with(r)));
    return requests;
  }

  /** What stands in the way of an upgrade stands in the way back, too. */
  private List<Finding> findings(
      Inventory inventory, ClusterFacts facts, VersionMatrix matrix, Rollback rollback) {
    Version now = Upgrade.oldest(VersionRanges.of(inventory, matrix));
    Version end = Version.parse(rollback.path().end().kubernetes());
    if (now == null || end == null) {
      return List.of();
    }
    Set<String> drained = node.isEmpty() ? Set.copyOf(facts.nodes().keySet()) : Set.of(node);
    List<Finding> found = UpgradeFindings.of(inventory, facts, now, end, drained, Instant.now());
    return CutOff.judged(found, inventory, facts, WayBack.isUnderWay(facts), true).stream()
        .map(f -> f.accepting(accepted))
        .toList();
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException, InvalidRequestException {
    Inventory inventory = session.inventory();
    ClusterFacts facts = survey.facts();
    VersionMatrix matrix = VersionMatrix.of(inventory, facts);
    Rollback rollback = Rollback.of(inventory, facts, node);
    Planned planned =
        session.plan(facts, c -> RollbackPlan.of(c, rollback, how), caller.progress());
    List<Note> notes = new ArrayList<>();
    Note.warnings(VersionGuard.unclear(matrix)).forEach(notes::add);
    Note.warnings(rollback.stays()).forEach(notes::add);
    words(inventory, matrix, rollback).forEach(w -> notes.add(new Note(false, w)));
    return Proposal.of(
            PlannedRun.of(name(), session, planned, results(session, rollback)),
            new Consent.Agreement())
        .noting(notes)
        .then(
            Upgrade.proved(
                node.isEmpty()
                    ? "Rolled back, and proved on every node:"
                    : "Rolled back " + node + ":",
                inventory,
                node.isEmpty() ? matrix : matrix.only(Set.of(node)),
                rollback.path().end(),
                planned.plan()));
  }

  private List<String> words(Inventory inventory, VersionMatrix matrix, Rollback rollback) {
    List<String> words = new ArrayList<>();
    words.add(
        "This rolls back the upgrade to %s%s."
            .formatted(rollback.way().to(), node.isEmpty() ? "" : ", on " + node + " alone"));
    words.addAll(
        UpgradeTarget.changes(
            inventory, node.isEmpty() ? matrix : matrix.only(Set.of(node)), rollback.path().end()));
    words.add("The way:");
    words.addAll(Upgrade.way(rollback.path()));
    words.add(
        "Objects stay as they are. What only the newer Kubernetes knows, kinds or versions of the"
            + " API or fields, is not served or not seen by the older one.");
    if (!node.isEmpty()) {
      words.add(
          "The upgrade stays under way: `quorate upgrade` goes on with it, `quorate upgrade"
              + " --rollback` takes back the rest.");
    }
    return words;
  }

  private RunResults results(ClusterSession session, Rollback rollback) {
    if (session.reach().rehearsal() || !node.isEmpty()) {
      return RunResults.nothing();
    }
    Inventory inventory = session.inventory();
    Inventory then = inventory.withVersions(rollback.path().end());
    return then.equals(inventory) ? RunResults.nothing() : RunResults.nothing().with(file, then);
  }

  /**
   * @param canary how long the first worker has to stay well before the others go
   * @param force whether pods go that nobody makes anew
   * @param accepted names of findings with which it goes on all the same
   */
  public static UpgradeRollback of(
      String node,
      int atOnce,
      Duration drain,
      Duration canary,
      boolean force,
      Set<String> accepted,
      Path file) {
    boolean bare = force || accepted.contains(Kind.BARE_PODS.acceptName());
    return new UpgradeRollback(
        node, new UpgradePlan.Options(atOnce, drain, bare, false).holding(canary), accepted, file);
  }
}
