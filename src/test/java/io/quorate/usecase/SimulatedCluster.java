package io.quorate.usecase;

import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A cluster on simulated machines that are kept in a test's own folder. */
public record SimulatedCluster(Inventory inventory, Path folder) {

  private Map<String, List<String>> addresses() {
    return inventory.hosts().stream()
        .collect(Collectors.toMap(Host::name, h -> List.of(h.nodeAddress())));
  }

  private NodeConnector.Rehearsal reach() {
    return new NodeConnector.Rehearsal(addresses(), folder, 0, Set.of());
  }

  /** Has it in place. */
  public SimulatedCluster installed() throws InterruptedException {
    RehearsedCluster.install(inventory, reach().swift(folder), event -> {});
    return this;
  }

  public ClusterSession open() throws InterruptedException {
    return ClusterSession.open(inventory, reach());
  }

  /** The same where nobody connects to some. */
  public ClusterSession openWithout(Set<String> leftOut) throws InterruptedException {
    return ClusterSession.open(
        inventory,
        reach(),
        leftOut.stream().collect(Collectors.toMap(n -> n, n -> new NodeException(n + " is left"))));
  }

  /** Runs what a use case proposes, in this process. */
  public RunResult run(UseCase useCase) throws Exception {
    try (ClusterSession session = open()) {
      Proposal proposal = useCase.propose(session, useCase.look(session), Caller.quiet(List.of()));
      Run run = new Run("r", useCase.name(), inventory.clusterName(), true, List.of());
      return new Engine(
              run,
              proposal.run().plan(),
              session.reach()::connect,
              Redaction.none(),
              Settings.standard(),
              event -> {})
          .run()
          .result();
    }
  }

  /** The texts of a machine's files, by their paths. */
  public Map<String, String> files(String node) throws Exception {
    return RehearsalFleet.swift(addresses(), RehearsalFaults.none(), folder).machine(node).files();
  }
}
