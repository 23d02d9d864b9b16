package io.quorate.usecase;

import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Plan;
import io.quorate.plan.PrivateFiles;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.recipe.lifecycle.InstallProbe;
import io.quorate.recipe.preflight.Preflight;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.usecase.environment.RehearsalAge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A cluster on simulated machines, for rehearsals of what comes after an install. */
public final class RehearsedCluster {

  private RehearsedCluster() {}

  /**
   * Has the inventory's cluster in place, at once and without a run, unless a rehearsal has begun
   * with these machines before.
   *
   * @return whether it was made now
   * @throws GuardRefused when a real install of it would be refused
   */
  public static boolean ready(Inventory inventory) throws IOException, InterruptedException {
    NodeConnector.Rehearsal reach = NodeConnector.rehearsal(inventory);
    Path folder = reach.folder();
    if (Files.exists(folder)) {
      return false;
    }
    // Made aside: what was cut off here must not look like a cluster that is broken.
    Path all = StateFolders.rehearsals();
    PrivateFiles.makeFolder(all);
    Path aside = Files.createTempDirectory(all, ".made");
    Instant then = Instant.now().minus(RehearsalAge.wanted(System.getenv()));
    install(inventory, reach.swift(aside), then, event -> {});
    Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** What has to be known of machines that an earlier rehearsal left; mostly nothing. */
  public static Optional<String> note(Inventory inventory) {
    Path folder = NodeConnector.rehearsal(inventory).folder();
    return RehearsalAge.isSaid(System.getenv())
        ? Optional.of(
            "QUORATE_REHEARSAL_AGE counts for new simulated nodes; these are kept from an earlier"
                + " rehearsal. Remove "
                + folder
                + " to begin with new ones.")
        : Optional.empty();
  }

  /** Runs an install in this process, now. */
  static Plan install(Inventory inventory, RehearsalFleet machines, Consumer<RunEvent> events)
      throws InterruptedException {
    return install(inventory, machines, Instant.now(), events);
  }

  /**
   * Runs an install in this process.
   *
   * @param now what certificates' dates count from
   * @return what was run
   * @throws GuardRefused when a real install would be refused, too
   */
  static Plan install(
      Inventory inventory, RehearsalFleet machines, Instant now, Consumer<RunEvent> events)
      throws InterruptedException {
    Inventory complete = ArchiveSums.simulated(inventory);
    List<String> names = complete.hosts().stream().map(Host::name).toList();
    ClusterFacts facts;
    try (Fleet fleet = Fleet.connect(names, machines)) {
      facts = fleet.probe(InstallProbe.requests(complete));
    }
    Preflight.judge(complete, facts).stream()
        .filter(f -> f.status() == Finding.Status.FAILED)
        .findFirst()
        .ifPresent(
            f -> {
              throw new GuardRefused(f.node() + ": " + f.title() + ": " + f.found(), f.remedy());
            });
    Plan plan = InstallPlan.of(new Context(complete, facts, Map.of(), now));
    Run run =
        new Run("practice", Install.NAME, complete.clusterName(), true, PlannedRun.nodes(complete));
    RunResult result =
        new Engine(run, plan, machines::connect, Redaction.none(), Settings.standard(), events)
            .run()
            .result();
    if (result != RunResult.DONE) {
      throw new IllegalStateException("the simulated install ended " + result);
    }
    return plan;
  }
}
