package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Version;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a backup can be tried on a node. */
public final class DrillGuard {

  private DrillGuard() {}

  /** Whether a node has the programs that a trial takes. */
  public static boolean hasPrograms(NodeFacts found) {
    return found.commands().containsAll(DrillPlan.PROGRAMS);
  }

  /**
   * @throws io.quorate.plan.GuardRefused when the programs that lie there would not read the data
   */
  public static void judge(Inventory inventory, ClusterFacts facts, Host host, RestorePoint point) {
    VersionMatrix matrix = VersionMatrix.of(inventory, facts).only(Set.of(host.name()));
    String etcd = onDisk(matrix, Program.ETCD);
    String kubernetes = onDisk(matrix, Program.KUBE_APISERVER);
    String remedy = "Name a node with --node that has versions which fit.";
    if (etcd != null) {
      RestoreGuard.refuseVersion("etcd", point.etcd(), etcd, host.name() + " has", remedy);
    }
    if (kubernetes != null) {
      RestoreGuard.refuseVersion(
          "Kubernetes", point.kubernetes(), kubernetes, host.name() + " has", remedy);
    }
  }

  private static @Nullable String onDisk(VersionMatrix matrix, Program program) {
    return matrix.nodes().stream()
        .map(n -> n.cells().get(program))
        .filter(c -> c != null)
        .map(DrillGuard::version)
        .filter(v -> v != null)
        .map(Version::toString)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Version version(Cell cell) {
    return cell.onDisk() == null ? cell.inUse() : cell.onDisk();
  }
}
