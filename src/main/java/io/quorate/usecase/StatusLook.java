package io.quorate.usecase;

import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterStatus;
import io.quorate.recipe.cluster.ClusterUse;
import io.quorate.recipe.cluster.StatusProbe;
import io.quorate.recipe.cluster.StatusReading;
import io.quorate.recipe.cluster.VersionMatrix;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks at how a cluster is; nothing is changed. */
public final class StatusLook {

  /** Versions change seldom, and asking for them starts every program once. */
  private static final Duration VERSIONS_HOLD = Duration.ofMinutes(1);

  private final ClusterSession journey;
  private VersionMatrix versions = new VersionMatrix(List.of(), null, ClusterUse.IN_USE);
  private Instant asked = Instant.EPOCH;

  public StatusLook(ClusterSession journey) {
    this.journey = journey;
  }

  /** By the connections that are there already. */
  public ClusterStatus first() throws InterruptedException {
    return by(journey);
  }

  /** By new connections: nodes come and go while one watches. */
  public ClusterStatus anew() throws InterruptedException {
    try (ClusterSession again = ClusterSession.open(journey.inventory(), journey.reach())) {
      return by(again);
    }
  }

  private synchronized ClusterStatus by(ClusterSession open) throws InterruptedException {
    Inventory inventory = open.inventory();
    Instant now = Instant.now();
    boolean hold = now.isBefore(asked.plus(VERSIONS_HOLD));
    ClusterFacts facts =
        open.look(hold ? StatusProbe.requests(inventory) : StatusProbe.withVersions(inventory));
    if (!hold) {
      versions = VersionMatrix.of(inventory, facts);
      asked = now;
    }
    return StatusReading.of(inventory, facts, versions, now);
  }
}
