package io.quorate.wizard.journey;

import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.VersionMatrix;
import java.time.Instant;

/**
 * What a look at the cluster found.
 *
 * @param inventory of the cluster that was looked at
 * @param versions which run where
 * @param at when they answered
 */
public record Looked(
    Inventory inventory, ClusterFacts facts, LiveCluster live, VersionMatrix versions, Instant at) {

  /** Of what the nodes answered. */
  public static Looked of(Inventory inventory, ClusterFacts facts, LiveCluster live, Instant at) {
    return new Looked(inventory, facts, live, VersionMatrix.of(inventory, facts), at);
  }
}
