package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Part;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is brought to what, and after whom, on the way along an {@link UpgradePath}: decided from
 * what runs, so that a run that was cut off goes on where it was. Any two turns of which the order
 * matters are connected.
 *
 * @param turns in an order in which they may come
 * @param last ids of the turns for which all that ends the upgrade waits
 */
record UpgradeRoll(List<Turn> turns, Set<String> last) {

  /** What is done in a turn. */
  enum Kind {
    /** What should run on a master, and does not, is started as it lies there. */
    START,
    /** etcd's member gets the stage's version. */
    ETCD,
    /** API server, controller manager and scheduler get it. */
    CONTROL_PLANE,
    /** The node's pods go elsewhere. */
    DRAIN,
    /** What every node has gets it. */
    NODE,
    /** The node gets pods again. */
    BACK,
    /** The first worker has to stay well for a while before the others go. */
    HOLD,
    /** What was applied to the cluster is applied anew. */
    ADD_ONS,
    /** etcd's members are told to speak the older version, before they get older programs. */
    DOWNGRADE
  }

  /**
   * One turn.
   *
   * @param id of its step
   * @param host whom it is about
   * @param stage null where no version changes
   * @param after ids of the turns that come before it
   */
  record Turn(Kind kind, String id, Host host, @Nullable Stage stage, Set<String> after) {
    Turn {
      after = Set.copyOf(after);
    }

    /** The stage that it is a turn of. */
    Stage ofStage() {
      if (stage == null) {
        throw new IllegalStateException(id + " is of no stage");
      }
      return stage;
    }
  }

  UpgradeRoll {
    turns = List.copyOf(turns);
    last = Set.copyOf(last);
  }

  /**
   * @param hosts that answer
   * @param lead who speaks to the API
   * @param written the inventory's versions
   * @param workersAtOnce how many workers are drained at a time, at least 1
   */
  static UpgradeRoll of(
      UpgradePath path,
      List<Host> hosts,
      Host lead,
      LiveCluster live,
      VersionMatrix matrix,
      Versions written,
      int workersAtOnce) {
    UpgradeOrder order = new UpgradeOrder(hosts, lead, live, matrix, written, workersAtOnce, null);
    order.begin(path);
    path.stages().forEach(order::stage);
    return new UpgradeRoll(order.turns(), order.before());
  }

  /**
   * The same for a way back, along which nothing gets newer.
   *
   * @param rollback what of it is done, stage by stage
   */
  static UpgradeRoll back(
      Rollback rollback,
      List<Host> hosts,
      Host lead,
      LiveCluster live,
      VersionMatrix matrix,
      Versions written,
      int workersAtOnce) {
    UpgradeOrder order =
        new UpgradeOrder(hosts, lead, live, matrix, written, workersAtOnce, rollback);
    order.begin(rollback.path());
    for (Stage stage : rollback.path().stages()) {
      if (stage.part() == Part.ETCD && rollback.downgrades()) {
        order.next(Kind.DOWNGRADE, StepKind.ETCD_DOWNGRADE.on(lead.name()), lead, stage);
      }
      order.stage(stage);
    }
    return new UpgradeRoll(order.turns(), order.before());
  }

  /** What of a host does not run that should. */
  record Down(boolean etcd, boolean controlPlane, boolean node) {

    /**
     * @param versions what the host has; null when nothing is known of it
     * @param seen how it is now; null when it is not known
     */
    static Down of(
        Host host, @Nullable NodeVersions versions, @Nullable LiveNode seen, Runtime runtime) {
      boolean node = versions != null && versions.isNodeDown(runtime);
      if (!host.isMaster()) {
        return new Down(false, false, node);
      }
      boolean silent = seen != null && seen.etcd().map(m -> !m.healthy()).orElse(false);
      boolean unready = seen != null && !seen.apiServer().isReady();
      return new Down(
          silent || (versions != null && versions.isDown(Program.ETCD)),
          unready
              || (versions != null
                  && UpgradeOrder.CONTROL_PLANE.stream().anyMatch(versions::isDown)),
          node);
    }
  }
}
