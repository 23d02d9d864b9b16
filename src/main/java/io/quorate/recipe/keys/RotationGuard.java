package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.WayBack;
import java.util.List;

/** Whether a key that all masters share can be rotated as the cluster is. */
final class RotationGuard {

  private RotationGuard() {}

  /**
   * Lets a rotation pass where all masters are there, and start again as they run.
   *
   * @param otherwise what an API server could not do without the new key
   * @throws GuardRefused when one would not come to know the new key
   */
  static void judge(Inventory inventory, ClusterFacts facts, String otherwise) {
    LiveCluster live = LiveCluster.of(inventory, facts);
    live.refuseUnlessServing();
    refuseUnlessAllMasters(inventory, facts, live, otherwise);
    if (WayBack.isUnderWay(facts)) {
      throw new GuardRefused(
          "An upgrade has begun and not ended: API servers that start again with a new key would"
              + " start in another version, too.",
          "Go on with it first: `quorate upgrade`.");
    }
  }

  /** One that was left out would not come to know the new key. */
  private static void refuseUnlessAllMasters(
      Inventory inventory, ClusterFacts facts, LiveCluster live, String otherwise) {
    List<String> away =
        inventory.masters().stream()
            .map(Host::name)
            .filter(n -> !facts.nodes().containsKey(n))
            .toList();
    if (!away.isEmpty()) {
      throw new GuardRefused(
          String.join(", ", away)
              + (away.size() == 1 ? " was" : " were")
              + " not reached: without the new key an API server could not "
              + otherwise
              + ".",
          "Make every master reachable, or take one that is lost out of the cluster first: `quorate"
              + " remove`.");
    }
    List<String> strangers =
        live.nodes().stream()
            .filter(n -> n.host() == null && n.isMaster())
            .map(LiveNode::name)
            .toList();
    if (!strangers.isEmpty()) {
      throw new GuardRefused(
          "etcd has a member that the inventory does not have: "
              + String.join(", ", strangers)
              + ". The API server beside it would not get the new key.",
          "Bring it into the inventory, or take it out of the cluster first.");
    }
  }

  /**
   * @throws GuardRefused when a flag of the inventory's has a component read other files
   */
  static void refuseFlag(Inventory inventory, Component component, String flag, String file) {
    if (inventory.components().flags(component).stream()
        .anyMatch(f -> f.equals(flag) || f.startsWith(flag + "="))) {
      throw new GuardRefused(
          "By the inventory "
              + (component == Component.APISERVER ? "API servers read" : "controller managers read")
              + " another file than "
              + file
              + " ("
              + flag
              + ").",
          "Rotate the keys of that file by hand, or take the flag away.");
    }
  }
}
