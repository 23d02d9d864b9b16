package io.quorate.recipe.upgrade;

import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Part;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.inventory.release.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Until where an upgrade can be rolled back, said before it begins. */
public final class RollbackReach {

  private static final Version TOLD = new Version(3, 6, 0, "");

  private RollbackReach() {}

  /**
   * In sentences, of an upgrade that changes something.
   *
   * @param runs what runs on most nodes now
   */
  public static List<String> of(Versions runs, UpgradePath path) {
    List<String> words = new ArrayList<>();
    words.add(
        "The way back is `quorate upgrade --rollback`, at any moment and afterwards, with these limits:");
    Version now = Objects.requireNonNull(Version.parse(runs.kubernetes()));
    String last = "";
    String too = "";
    for (Stage stage : path.stages()) {
      Version then = Version.parse(stage.versions().kubernetes());
      if (stage.part() == Part.CONTROL_PLANE && then != null && too.isEmpty()) {
        boolean apart = then.major() != now.major() || then.minor() - now.minor() > 1;
        too = apart ? then.toString() : "";
        last = apart ? last : then.toString();
      }
    }
    words.add(
        too.isEmpty()
            ? "  Kubernetes: all the way, as long as nothing uses what only the newer version knows."
            : "  Kubernetes: until the first API server has "
                + too
                + (last.isEmpty() ? "" : ", so with " + last + " still")
                + "; then only by the snapshot that is taken before.");
    etcd(runs, path, words);
    return words;
  }

  private static void etcd(Versions runs, UpgradePath path, List<String> words) {
    Version now = Version.parse(runs.etcd());
    Version end = Version.parse(path.end().etcd());
    if (now == null || end == null || !now.before(end) || now.minorLine().equals(end.minorLine())) {
      return;
    }
    Version gate = UpgradePath.etcdGate(now.minorLine());
    boolean gated = gate != null && now.before(gate);
    boolean told = !gated && end.minor() - now.minor() == 1 && !end.before(TOLD);
    words.add(
        told
            ? "  etcd: all the way; once all members have %s they are told to go back first."
                .formatted(end.minorLine())
            : gated
                ? "  etcd: until the first member has %s; then it stays there, since %s must not run beside it."
                    .formatted(next(now), now)
                : "  etcd: until the last member has %s; then it stays there."
                    .formatted(next(now)));
  }

  private static String next(Version now) {
    return now.major() + "." + (now.minor() + 1);
  }
}
