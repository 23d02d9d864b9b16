package io.quorate.recipe.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Part;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.cluster.ClusterUse;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.UptimeRecord;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.upgrade.UpgradeRoll.Kind;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which workers are drained at the same time. */
class UpgradeBatchesTest {

  /** Who is drained together, as names, in their order. */
  private static List<String> batches(Map<String, String> zones, int atOnce) {
    List<Host> hosts = new ArrayList<>(List.of(Fixtures.MASTER_1));
    List<LiveNode> nodes = new ArrayList<>(List.of(seen(Fixtures.MASTER_1, "a")));
    zones.forEach(
        (name, zone) -> {
          Host host = new Host(name, "10.0.1." + hosts.size(), Set.of(Role.WORKER));
          hosts.add(host);
          nodes.add(seen(host, zone));
        });
    Versions versions = Fixtures.inventory().versions();
    UpgradeRoll roll =
        UpgradeRoll.of(
            new UpgradePath(
                List.of(new Stage(Part.NODES, versions, List.of())), List.of(), versions),
            hosts,
            Fixtures.MASTER_1,
            new LiveCluster(
                new ClusterHealth(ClusterHealth.Verdict.HEALTHY, true, "", "", List.of()),
                null,
                nodes,
                true),
            new VersionMatrix(List.of(), null, ClusterUse.IN_USE),
            versions,
            atOnce);
    Map<Set<String>, List<String>> together = new LinkedHashMap<>();
    for (Turn turn : roll.turns()) {
      if (turn.kind() == Kind.DRAIN) {
        together.computeIfAbsent(turn.after(), a -> new ArrayList<>()).add(turn.host().name());
      }
    }
    return together.values().stream().map(names -> String.join("+", names)).toList();
  }

  private static LiveNode seen(Host host, String zone) {
    return new LiveNode(
        host.name(),
        host,
        "",
        null,
        new ApiNode(host.name(), "True", null, "", true, "", Set.of(), zone),
        true,
        host.isMaster() ? ApiAnswer.ready() : ApiAnswer.none(),
        true,
        host.isMaster(),
        new UptimeRecord(null, null, null));
  }

  private static Map<String, String> zones(String... nameAndZone) {
    Map<String, String> zones = new LinkedHashMap<>();
    for (String one : nameAndZone) {
      String[] word = (one + "= ").split("=", 2);
      zones.put(word[0], word[1].replaceAll("[= ]", ""));
    }
    return zones;
  }

  @Test
  void theFirstWorkerGoesAloneAndTheOthersSeveralAtATime() {
    assertThat(batches(zones("w1", "w2", "w3", "w4", "w5", "w6"), 2))
        .containsExactly("node-1", "w1", "w2+w3", "w4+w5", "w6");
    assertThat(batches(zones("w1", "w2"), 1)).containsExactly("node-1", "w1", "w2");
  }

  @Test
  void workersOfTwoZonesAreNeverAwayTogether() {
    assertThat(batches(zones("w1=b", "w2=a", "w3=b", "w4=a", "w5=b", "w6", "w7=a"), 2))
        .containsExactly("node-1", "w1", "w3+w5", "w2+w4", "w7", "w6");
  }
}
