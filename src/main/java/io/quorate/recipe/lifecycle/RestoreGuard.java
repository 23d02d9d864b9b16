package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Version;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.SharedSecrets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether a backup may be restored on these machines. Nothing is changed. */
public final class RestoreGuard {

  private RestoreGuard() {}

  /** What would have been found if no member of etcd answered. */
  public static ClusterFacts rehearsal(Inventory inventory, ClusterFacts found) {
    Map<String, NodeFacts> nodes = new HashMap<>(found.nodes());
    for (Host master : inventory.masters()) {
      nodes.computeIfPresent(
          master.name(),
          (n, f) -> EtcdCluster.hasData(f) ? f.holding(Map.of(), EtcdCluster.DATA) : f);
    }
    return new ClusterFacts(nodes, found.unreachable());
  }

  /**
   * Lets a restore pass.
   *
   * @param overHealthy whether a cluster that has its quorum may be taken back, too
   * @param strange whether the masters may have other authorities than the backup, as simulated
   *     ones
   * @throws GuardRefused when it would do harm, or cannot work
   */
  public static void judge(
      Inventory inventory,
      ClusterFacts facts,
      RestorePoint point,
      RestoreProgress progress,
      boolean overHealthy,
      boolean strange) {
    refuseOther(inventory, point);
    refuseVersions(inventory, point);
    refuseAbsent(inventory, facts);
    if (!strange) {
      refuseAuthorities(inventory, facts, point);
    }
    LiveCluster live = LiveCluster.of(inventory, facts);
    refuseStrangers(inventory, live, progress);
    // A restore stops all members before it changes one: unless all have the backup's data, it is
    // the old cluster that serves.
    if (live.health().quorum() && !progress.isWhole(inventory) && !overHealthy) {
      throw new GuardRefused(
          "etcd has its quorum: "
              + (live.membership() == null ? live.found() : live.membership().words() + "."),
          "A restore throws away what was written since the backup. `quorate status` says how the"
              + " cluster is; whoever wants to go back all the same says --over-healthy.");
    }
  }

  private static void refuseOther(Inventory inventory, RestorePoint point) {
    if (!point.cluster().equals(inventory.clusterName())) {
      throw new GuardRefused(
          "The backup is of the cluster "
              + point.cluster()
              + ", and the inventory's is called "
              + inventory.clusterName()
              + ".",
          "Name the inventory of "
              + point.cluster()
              + ", or one of other machines with that cluster_name.");
    }
  }

  private static void refuseVersions(Inventory inventory, RestorePoint point) {
    refuseVersion(
        "etcd",
        point.etcd(),
        inventory.versions().etcd(),
        "the inventory wants",
        remedy("etcd_version", point.etcd()));
    refuseVersion(
        "Kubernetes",
        point.kubernetes(),
        inventory.versions().kubernetes(),
        "the inventory wants",
        remedy("kubernetes_version", point.kubernetes()));
  }

  private static String remedy(String setting, String then) {
    Version before = Version.line(then);
    return "Set "
        + setting
        + " to "
        + then
        + " or a later "
        + before.major()
        + "."
        + before.minor()
        + "; newer ones come by `quorate upgrade` afterwards.";
  }

  /**
   * Data are read by the same minor version and by the next one, as in an upgrade.
   *
   * @param then what wrote them
   * @param wanted what is to read them
   * @param who such as "the inventory wants"
   * @throws GuardRefused when it would not
   */
  static void refuseVersion(
      String component, String then, String wanted, String who, String remedy) {
    Version before = Version.line(then);
    Version after = Version.line(wanted);
    int step = after.minor() - before.minor();
    if (before.major() == after.major() && (step == 0 || step == 1)) {
      return;
    }
    boolean older = before.major() > after.major() || before.major() == after.major() && step < 0;
    throw new GuardRefused(
        "The backup is of %s %s, and %s %s: %s."
            .formatted(
                component,
                then,
                who,
                wanted,
                older
                    ? "an older one does not read what a newer one has written"
                    : "that is more than one minor version newer"),
        remedy);
  }

  private static void refuseAbsent(Inventory inventory, ClusterFacts facts) {
    List<String> absent =
        inventory.masters().stream()
            .map(Host::name)
            .filter(n -> !facts.nodes().containsKey(n))
            .toList();
    if (!absent.isEmpty()) {
      throw new GuardRefused(
          String.join(", ", absent) + " could not be asked.",
          "Every master gets the backup's data at once. Make it reachable, or take it out of the"
              + " inventory: fewer masters are fine, and others join later.");
    }
  }

  private static void refuseAuthorities(
      Inventory inventory, ClusterFacts facts, RestorePoint point) {
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      List<String> others =
          found == null ? List.of() : SharedSecrets.otherAuthorities(found.pki(), point.keys());
      if (!others.isEmpty()) {
        throw new GuardRefused(
            master.name()
                + " has another "
                + others.getFirst()
                + " than the backup: that is another cluster's machine.",
            "Take that cluster away first (`quorate destroy`), restore on other machines, or name a"
                + " backup of it.");
      }
    }
  }

  /**
   * Members that are not stopped would go on beside the restored ones, as a cluster of their own.
   */
  private static void refuseStrangers(
      Inventory inventory, LiveCluster live, RestoreProgress progress) {
    List<String> strangers =
        live.nodes().stream()
            .filter(n -> n.host() == null || !n.host().isMaster())
            .filter(n -> n.etcd().map(LiveNode.Member::healthy).orElse(false))
            .map(LiveNode::name)
            .toList();
    if (!strangers.isEmpty() && !progress.begun()) {
      throw new GuardRefused(
          "etcd has members that run and are no masters of the inventory: "
              + strangers.stream().collect(Collectors.joining(", "))
              + ".",
          "They would go on beside the restored cluster, as one of their own. Put them into the"
              + " inventory ("
              + inventory.masters().size()
              + " masters are in it), or switch them off for good.");
    }
  }
}
