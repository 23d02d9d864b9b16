package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.node.rehearsal.RehearsalSystem;
import io.quorate.plan.Finding;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Outcome;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.Context;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.preflight.Preflight;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An install on simulated machines of Rocky Linux and AlmaLinux, and a second run. */
class EnterpriseLinuxRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");

  private final Inventory inventory;

  EnterpriseLinuxRehearsalTest() throws Exception {
    inventory =
        Objects.requireNonNull(
            InventoryLoader.load(
                    Path.of("inventory-samples/own-pod-network.yaml"), LocalDate.of(2026, 10, 1))
                .inventory());
  }

  @ParameterizedTest
  @EnumSource(names = {"ROCKY_9", "ALMALINUX_9"})
  void installs(RehearsalSystem system) throws Exception {
    RehearsalFleet machines =
        RehearsalFleet.swift(Rehearsed.addresses(inventory.hosts()), RehearsalFaults.none())
            .with(system);
    assertThat(machines.machine("node-1").isActive("firewalld.service")).isTrue();
    Plan plan = plan(machines);
    assertThat(plan.steps())
        .flatExtracting(s -> s.operations())
        .filteredOn(Packages.class::isInstance)
        .allSatisfy(o -> assertThat(((Packages) o).manager()).isEqualTo(Packages.Manager.DNF))
        .isNotEmpty();
    assertThat(plan.steps())
        .flatExtracting(s -> s.operations())
        .extracting(Operation::title)
        .contains("SELinux labels of what was installed", "no firewalld.service");
    assertThat(outcomes(plan, machines)).contains(Outcome.CHANGED);
    assertThat(machines.machine("node-1").isActive("firewalld.service")).isFalse();
    assertThat(machines.machine("node-1").file("/etc/chrony.conf"))
        .contains("server 0.ubuntu.pool");
    assertThat(outcomes(plan(machines), machines)).containsOnly(Outcome.UNCHANGED);
    // Else a new install would take NetworkManager for one that read its file.
    ClusterFacts facts = facts(machines, DestroyProbe.requests(inventory));
    assertThat(DestroyPlan.of(new Context(inventory, facts, Map.of(), NOW), false).steps())
        .filteredOn(s -> s.node().equals("node-1"))
        .flatExtracting(s -> s.operations())
        .contains(new RemoveFile("/run/quorate-network-manager"));
  }

  private ClusterFacts facts(RehearsalFleet machines, Map<String, ProbeRequest> requests)
      throws Exception {
    List<String> names = inventory.hosts().stream().map(Host::name).toList();
    try (Fleet fleet = Fleet.connect(names, machines)) {
      return fleet.probe(requests);
    }
  }

  private Plan plan(RehearsalFleet machines) throws Exception {
    ClusterFacts facts = facts(machines, InstallProbe.requests(inventory));
    assertThat(Preflight.judge(inventory, facts))
        .noneMatch(f -> f.status() == Finding.Status.FAILED);
    return InstallPlan.of(new Context(inventory, facts, Map.of(), NOW));
  }

  private List<Outcome> outcomes(Plan plan, RehearsalFleet machines) throws Exception {
    List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    Run run = new Run("r", "install", inventory.clusterName(), true, List.of());
    new Engine(run, plan, machines::connect, Redaction.none(), Settings.standard(), events::add)
        .run();
    return events.stream()
        .filter(OperationFinished.class::isInstance)
        .map(event -> ((OperationFinished) event).outcome())
        .toList();
  }
}
