package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.recipe.Fixtures;
import io.quorate.usecase.upgrade.Upgrade;
import io.quorate.usecase.upgrade.UpgradeTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers stay as they are while the others are upgraded. */
class LeftNodesTest {

  @TempDir Path folder;

  private Upgrade leaving(String name) {
    return Upgrade.of(
            new UpgradeTarget("1.36.4", Map.of(), List.of(), false),
            1,
            Upgrade.USUAL_DRAIN,
            Upgrade.USUAL_CANARY,
            false,
            false,
            Set.of(),
            "",
            folder.resolve("home.yaml"))
        .leaving(Set.of(name));
  }

  /** Masters go together, and who is not there cannot be left. */
  @Test
  void workersAloneCanBeLeft() throws Exception {
    Inventory own = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
    Versions v = own.versions();
    Inventory inventory = own.withVersions(v.with("1.36.3", v.etcd(), v.containerd()));
    SimulatedCluster cluster =
        new SimulatedCluster(inventory, folder.resolve("machines")).installed();
    try (ClusterSession session = cluster.open()) {
      for (String wrong : List.of("node-1: it is a master", "node-9: the inventory has no")) {
        assertThatThrownBy(() -> leaving(wrong.substring(0, 6)).look(session))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("--leave " + wrong);
      }
      Upgrade leaving = leaving("node-4");
      Proposal made = leaving.propose(session, leaving.look(session), Caller.quiet(List.of()));
      assertThat(made.notes())
          .anySatisfy(n -> assertThat(n.text()).contains("node-4 stays as it is"));
      assertThat(made.afterwards())
          .contains("Upgraded, and proved on every node but node-4:", "  drains: 3")
          .anySatisfy(line -> assertThat(line).startsWith("  Kubernetes 1.36.3 → 1.36.4"));
    }
  }
}
