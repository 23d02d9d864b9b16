package io.quorate.recipe.upgrade;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.Version;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether etcd goes back. While a member still runs the older minor version, the members speak that
 * one, and the old programs are put back. Once all have the newer one they have to be told first,
 * which etcd knows from 3.6 on (etcd.io, "Downgrading etcd clusters").
 *
 * @param stays whether the members keep what they run
 * @param version what the members run then
 * @param downgrades whether they are told first
 * @param comesFirst whether the older API servers do not go with what the members run now
 * @param why they stay, a sentence; empty where they do not, or nothing has changed
 */
record EtcdRollback(
    boolean stays, String version, boolean downgrades, boolean comesFirst, String why) {

  /** From this version on etcdctl knows a downgrade that is completed online. */
  private static final Version TOLD = new Version(3, 6, 0, "");

  static EtcdRollback nothing(String version) {
    return new EtcdRollback(false, version, false, false, "");
  }

  /**
   * @param before what ran before the upgrade
   * @param node the only master that goes back; null: all
   * @throws GuardRefused where the members can neither go back nor stay
   */
  static EtcdRollback of(
      Inventory inventory, VersionMatrix matrix, Versions before, @Nullable String node) {
    List<Cell> cells = new ArrayList<>();
    for (NodeVersions one : matrix.nodes()) {
      Cell cell = one.cells().get(Program.ETCD);
      if (cell != null) {
        cells.add(cell);
      }
    }
    Version then = Version.parse(before.etcd());
    Version newest =
        cells.stream()
            .map(Cell::newest)
            .filter(Objects::nonNull)
            .reduce((a, b) -> a.before(b) ? b : a)
            .orElse(null);
    Version oldest =
        cells.stream()
            .map(Cell::inUse)
            .filter(Objects::nonNull)
            .reduce((a, b) -> b.before(a) ? b : a)
            .orElse(null);
    if (then == null || newest == null || oldest == null || !then.before(newest)) {
      return nothing(before.etcd());
    }
    return new Case(before, then, oldest, newest, matrix.etcdCluster(), node).decided();
  }

  /** Members of which one is newer than what was kept. */
  private record Case(
      Versions before,
      Version then,
      Version oldest,
      Version newest,
      @Nullable Version cluster,
      @Nullable String node) {

    EtcdRollback decided() {
      if (newest.minorLine().equals(then.minorLine())) {
        return nothing(before.etcd());
      }
      if (newest.major() != then.major() || newest.minor() - then.minor() > 1) {
        return stays("etcd goes back by one minor version");
      }
      Version gate = UpgradePath.etcdGate(then.minorLine());
      if (gate != null && then.before(gate)) {
        return stays(
            "etcd %s must not run beside %s, which wants %s or later"
                .formatted(then, newest.minorLine(), gate));
      }
      boolean all = oldest.minorLine().equals(newest.minorLine());
      boolean speaksOld = cluster != null && cluster.minorLine().equals(then.minorLine());
      if (!all && speaksOld) {
        return goesBack(false);
      }
      if (newest.before(TOLD)) {
        return stays(
            "all members store what %s does not read, and etcd can be told to go back from 3.6 on"
                .formatted(then.minorLine()));
      }
      if (node != null && all) {
        return stays("all members have the newer version, and go back together");
      }
      return goesBack(true);
    }

    private EtcdRollback goesBack(boolean told) {
      return new EtcdRollback(
          false, before.etcd(), told, !allowed().contains(newest.minorLine()), "");
    }

    private List<String> allowed() {
      Catalogue.Line line = Catalogue.load().line(before.kubernetes());
      return line == null ? List.of() : line.etcdAllowed();
    }

    /**
     * @param why a clause
     * @throws GuardRefused where they must not stay, either
     */
    private EtcdRollback stays(String why) {
      String words = "%s runs, and %s was kept: %s".formatted(newest, then, why);
      if (node == null && !oldest.equals(newest)) {
        throw new GuardRefused(
            "etcd's members can neither go back nor stay as they are: "
                + oldest
                + " and "
                + words
                + ".",
            "Go on with the upgrade until all members have one version, and roll back then.");
      }
      if (!allowed().contains(newest.minorLine())) {
        throw new GuardRefused(
            "etcd "
                + words
                + ". Kubernetes "
                + before.kubernetes()
                + " does not go with "
                + newest
                + ".",
            "Go on with the upgrade.");
      }
      return new EtcdRollback(true, newest.toString(), false, false, "etcd stays: " + words + ".");
    }
  }
}
