package io.quorate.usecase;

import io.quorate.engine.ClusterLook;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.run.ClusterNow;
import io.quorate.run.ClusterNow.Quorum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks all masters side by side how the cluster is, once a step of a run has failed. */
final class LookAfterFailure implements ClusterLook {

  private final Inventory masters;
  private final NodeConnector reach;

  LookAfterFailure(Inventory inventory, NodeConnector reach) {
    this.masters = inventory.withHosts(inventory.masters());
    this.reach = reach;
  }

  @Override
  public ClusterNow look(Set<String> lost) throws InterruptedException {
    Map<String, NodeException> absent = new HashMap<>();
    lost.forEach(name -> absent.put(name, new NodeException("the run has lost it")));
    try (ClusterSession journey = ClusterSession.open(masters, reach, absent)) {
      return read(LiveCluster.of(masters, journey.look(LiveProbe.looks(masters))));
    }
  }

  /**
   * Where no member tells of the others nothing is said of the quorum: that is also what a cluster
   * that is just being made looks like.
   */
  static ClusterNow read(LiveCluster live) {
    Membership membership = live.membership();
    ClusterHealth health = live.health();
    if (health.verdict() == ClusterHealth.Verdict.NEW) {
      return new ClusterNow(Quorum.NONE, health.found(), List.of(), 0);
    }
    boolean lost = health.verdict() == ClusterHealth.Verdict.QUORUM_LOST;
    if (membership == null || (!lost && !health.quorum())) {
      return ClusterNow.unknown(health.found());
    }
    List<LiveNode> all = live.nodes().stream().filter(LookAfterFailure::isListedMaster).toList();
    return new ClusterNow(
        lost ? Quorum.LOST : Quorum.HELD,
        lost ? health.found() : membership.words(),
        all.stream().filter(n -> n.apiServer().isReady()).map(LiveNode::name).toList(),
        all.size());
  }

  private static boolean isListedMaster(LiveNode node) {
    Host host = node.host();
    return host != null && host.isMaster();
  }
}
