package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.pki.Trusted;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.Template;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.WayBack;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a key or an authority that all masters share can be rotated as the cluster is. */
final class RotationGuard {

  private RotationGuard() {}

  /**
   * Lets a rotation pass where all masters are there, and start again as they run.
   *
   * @param comes what is new, such as "the new key"
   * @param otherwise what an API server could not do without it
   * @throws GuardRefused when one would not come to know it
   */
  static void judge(Inventory inventory, ClusterFacts facts, String comes, String otherwise) {
    LiveCluster live = LiveCluster.of(inventory, facts);
    live.refuseUnlessServing();
    refuseUnlessAllMasters(inventory, facts, live, comes, otherwise);
    if (WayBack.isUnderWay(facts)) {
      throw new GuardRefused(
          "An upgrade has begun and not ended: API servers that start again with "
              + comes
              + " would start in another version, too.",
          "Go on with it first: `quorate upgrade`.");
    }
  }

  /** One that was left out would not come to know what is new. */
  private static void refuseUnlessAllMasters(
      Inventory inventory, ClusterFacts facts, LiveCluster live, String comes, String otherwise) {
    List<String> away =
        inventory.masters().stream()
            .map(Host::name)
            .filter(n -> !facts.nodes().containsKey(n))
            .toList();
    if (!away.isEmpty()) {
      throw new GuardRefused(
          String.join(", ", away)
              + (away.size() == 1 ? " was" : " were")
              + " not reached: without "
              + comes
              + " an API server could not "
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
              + ". The API server beside it would not get "
              + comes
              + ".",
          "Bring it into the inventory, or take it out of the cluster first.");
    }
  }

  /**
   * @param having the masters that have the file
   * @throws GuardRefused when others do not
   */
  static void refuseWithout(Inventory inventory, Set<String> having, String file) {
    List<String> without =
        inventory.masters().stream().map(Host::name).filter(n -> !having.contains(n)).toList();
    if (!without.isEmpty()) {
      throw new GuardRefused(
          "%s %s not have %s."
              .formatted(String.join(", ", without), without.size() == 1 ? "does" : "do", file),
          "`quorate install` brings it there.");
    }
  }

  /**
   * @param made what a master makes for others, such as "tokens that %s signs"
   * @throws GuardRefused when a master does not trust what another signs
   */
  static <T extends Trusted<T>> void refuseStrangers(
      Rotated<T> what, Map<String, T> files, String made) {
    files.forEach(
        (signer, one) ->
            files.forEach(
                (master, other) -> {
                  if (!other.trusts(one)) {
                    throw new GuardRefused(
                        master + " does not accept " + made.formatted(signer) + ".",
                        "Put "
                            + String.join(" and ", what.files())
                            + " of one master on the others, and start their API servers again.");
                  }
                }));
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
          "Rotate what is in that file by hand, or take the flag away.");
    }
  }

  /**
   * What one of the masters that serve is asked, by its name; nothing where none does.
   *
   * @param name of the script, by which its answer is found
   * @param script below assets/
   */
  static Map<String, ProbeRequest> ofOneThatServes(
      Inventory inventory, ClusterFacts facts, String name, String script) {
    LiveCluster live = LiveCluster.of(inventory, facts);
    return inventory.masters().stream()
        .map(Host::name)
        .filter(n -> live.node(n).map(LiveNode::apiServer).map(a -> a.isReady()).orElse(false))
        .findFirst()
        .map(n -> Map.of(n, ProbeRequest.asking(Map.of(name, new Template(script).text()))))
        .orElse(Map.of());
  }
}
