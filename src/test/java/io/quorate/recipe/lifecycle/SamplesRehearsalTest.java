package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Downloads;
import io.quorate.inventory.release.Artefacts;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Finding;
import io.quorate.plan.Outcome;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.preflight.Preflight;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample installs on simulated machines, and a second run has nothing to do. */
class SamplesRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 10, 1);

  static List<Path> samples() throws IOException {
    try (var files = Files.list(Path.of("inventory-samples"))) {
      Path playbook = Path.of("inventory-samples/original-playbook/hosts");
      return Stream.concat(files.filter(Files::isRegularFile).sorted(), Stream.of(playbook))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void installs(Path sample) throws Exception {
    Inventory inventory =
        pinned(Objects.requireNonNull(InventoryLoader.load(sample, TODAY).inventory()));
    RehearsalFleet machines =
        RehearsalFleet.swift(Rehearsed.addresses(inventory.hosts()), RehearsalFaults.none());

    assertThat(outcomes(inventory, machines)).contains(Outcome.CHANGED);
    assertThat(outcomes(inventory, machines)).containsOnly(Outcome.UNCHANGED);
  }

  /** As the operator's machine does for what nobody publishes a sum of: it takes one. */
  private static Inventory pinned(Inventory inventory) {
    Downloads given = inventory.downloads();
    Map<String, String> sums = new HashMap<>(given.checksums());
    given.imageArchives().forEach(archive -> sums.put(archive, "ab".repeat(32)));
    if (inventory.network().cni() == Inventory.Cni.CALICO) {
      String url = Artefacts.of(inventory, "calico-manifest", "amd64").url();
      sums.put(url.replaceFirst("https://", ""), "cd".repeat(32));
    }
    return inventory.withDownloads(
        new Downloads(given.mirror(), given.distribute(), given.imageArchives(), sums));
  }

  private static List<Outcome> outcomes(Inventory inventory, RehearsalFleet machines)
      throws Exception {
    List<String> names = inventory.hosts().stream().map(Host::name).toList();
    ClusterFacts facts;
    try (Fleet fleet = Fleet.connect(names, machines)) {
      facts = fleet.probe(InstallProbe.requests(inventory));
    }
    assertThat(Preflight.judge(inventory, facts))
        .noneMatch(f -> f.status() == Finding.Status.FAILED);
    Plan plan = InstallPlan.of(new Context(inventory, facts, Map.of(), NOW));
    List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    Run run = new Run("r", "install", inventory.clusterName(), true, List.of());
    RunResult result =
        new Engine(run, plan, machines::connect, Redaction.none(), Settings.standard(), events::add)
            .run()
            .result();
    assertThat(result).isEqualTo(RunResult.DONE);
    return events.stream()
        .filter(OperationFinished.class::isInstance)
        .map(event -> ((OperationFinished) event).outcome())
        .toList();
  }
}
