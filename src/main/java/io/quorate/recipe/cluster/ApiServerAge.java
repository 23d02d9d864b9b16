package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Version;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long API servers run: each makes a certificate for its calls to itself as it starts, and
 * never again. When that ends, creating objects fails although every file is in order. It is valid
 * for a year, from 1.33 on for three (kubernetes/kubernetes#130047).
 */
final class ApiServerAge {

  /** A certificate of a year is at its end soon then. */
  static final Duration OLD = Duration.ofDays(300);

  static final Duration OLD_FROM_1_33 = Duration.ofDays(1000);

  private ApiServerAge() {}

  /** A sentence for each that has to be restarted soon. */
  static List<String> worries(
      Inventory inventory, ClusterFacts facts, VersionMatrix versions, Instant now) {
    List<String> worries = new ArrayList<>();
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      Instant since =
          found == null
              ? null
              : UptimeRecord.of(found.records().getOrDefault(UptimeRecord.SCRIPT, "")).apiServer();
      VersionMatrix.NodeVersions known = versions.byName().get(master.name());
      VersionMatrix.Cell cell =
          known == null ? null : known.cells().get(VersionMatrix.Program.KUBE_APISERVER);
      Version version = cell == null ? null : cell.runs();
      if (since == null || version == null) {
        continue;
      }
      boolean early = version.below("1.33");
      Duration runs = Duration.between(since, now);
      if (runs.compareTo(early ? OLD : OLD_FROM_1_33) > 0) {
        worries.add(
            "The API server of %s (%s) runs for %d days: its certificate for itself ends after %s, and no file shows that. `quorate certificates renew --node %s` starts it again."
                .formatted(
                    master.name(),
                    version,
                    runs.toDays(),
                    early ? "a year" : "three years",
                    master.name()));
      }
    }
    return worries;
  }
}
