package io.quorate.wizard.journey;

import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.LiveCluster;

/** What a look at the cluster found. */
public record Looked(ClusterFacts facts, LiveCluster live) {}
