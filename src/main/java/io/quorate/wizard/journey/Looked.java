package io.quorate.wizard.journey;

import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.LiveCluster;

/**
 * What a look at the cluster found.
 *
 * @param inventory of the cluster that was looked at
 */
public record Looked(Inventory inventory, ClusterFacts facts, LiveCluster live) {}
