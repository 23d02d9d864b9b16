package io.quorate.recipe.cluster;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath.Range;
import io.quorate.inventory.release.UpgradePath.Running;
import io.quorate.inventory.release.Version;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The oldest and the newest version of each program: with what an upgrade's path begins. */
public final class VersionRanges {

  private VersionRanges() {}

  /** What runs, and what does not run at the moment and will be started again. */
  public static Running of(Inventory inventory, VersionMatrix matrix) {
    Versions versions = VersionGuard.running(inventory, matrix).versions();
    Runtime runtime = versions.runtime();
    return new Running(
        versions,
        range(
            matrix,
            Program.KUBE_APISERVER,
            Program.KUBE_CONTROLLER_MANAGER,
            Program.KUBE_SCHEDULER),
        range(matrix, Program.KUBELET, Program.KUBE_PROXY),
        range(matrix, Program.ETCD),
        range(matrix, Program.CONTAINERD),
        range(matrix, Program.RUNC),
        range(matrix, Program.CNI_PLUGINS),
        matrix.nodes().stream().anyMatch(n -> n.isNodeDown(runtime)));
  }

  private static Range range(VersionMatrix matrix, Program... programs) {
    List<Version> versions = new ArrayList<>();
    for (NodeVersions node : matrix.nodes()) {
      // A machine without a kubelet is none of the cluster's.
      boolean ours = node.cells().containsKey(Program.KUBELET);
      for (Program program : programs) {
        Cell cell = ours ? node.cells().get(program) : null;
        if (cell != null) {
          Stream.of(cell.inUse(), cell.oldest()).filter(Objects::nonNull).forEach(versions::add);
        }
      }
    }
    return Range.of(versions);
  }
}
