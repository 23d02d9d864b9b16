package io.quorate.journey;

import io.quorate.facts.ClusterStatus;
import io.quorate.recipe.StatusProbe;
import io.quorate.recipe.StatusReading;
import java.time.Instant;

/** One look at how a cluster is; nothing is changed. */
public final class StatusLook {

  private StatusLook() {}

  /** By connections that are there already. */
  public static ClusterStatus by(Journey journey) throws InterruptedException {
    return StatusReading.of(
        journey.inventory(),
        journey.look(StatusProbe.requests(journey.inventory())),
        Instant.now());
  }

  /** By new connections: nodes come and go while one watches. */
  public static ClusterStatus anew(Journey journey) throws InterruptedException {
    try (Journey again = Journey.open(journey.inventory(), journey.reach())) {
      return by(again);
    }
  }
}
