package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Version;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.recipe.preflight.UpgradeFindings;
import io.quorate.recipe.preflight.UpgradeProbe;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look before an upgrade, in rehearsal. */
class UpgradeLookTest {

  @TempDir Path folder;

  @Test
  void aRehearsedClusterHasNothingInTheWay() throws Exception {
    Inventory inventory = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
    Map<String, ProbeRequest> requests = new LinkedHashMap<>(LiveProbe.looks(inventory));
    UpgradeProbe.requests(inventory)
        .forEach((name, r) -> requests.computeIfPresent(name, (n, asked) -> asked.with(r)));
    try (ClusterSession session = new SimulatedCluster(inventory, folder).installed().open()) {
      ClusterFacts facts = session.look(requests);
      Version now = Version.line("1.36");
      assertThat(
              UpgradeFindings.of(
                  inventory, facts, now, now, Set.copyOf(facts.nodes().keySet()), Instant.now()))
          .isEmpty();
    }
  }
}
