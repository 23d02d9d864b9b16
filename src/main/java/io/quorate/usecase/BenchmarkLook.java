package io.quorate.usecase;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.Benchmark;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cis.CisProbe;
import io.quorate.recipe.cis.CisTable;
import java.time.Instant;

/** Looks how a cluster stands beside the CIS Kubernetes Benchmark; nothing is changed. */
public final class BenchmarkLook {

  private BenchmarkLook() {}

  /** As the nodes are, whatever the inventory says. */
  public static Benchmark of(ClusterSession session) throws InterruptedException {
    Inventory inventory = session.inventory();
    // Its API server tells of all objects: one master is enough.
    Host speaker =
        inventory.hosts().stream()
            .filter(h -> h.isMaster() && !session.failures().containsKey(h.name()))
            .findFirst()
            .orElse(null);
    ClusterFacts facts = session.look(CisProbe.requests(inventory, speaker));
    return CisTable.of(inventory, facts, Instant.now());
  }
}
