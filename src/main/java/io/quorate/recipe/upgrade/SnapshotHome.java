package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.plan.ClusterChange.BringSnapshot;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.lifecycle.BackupPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One snapshot of etcd is on the operator's machine before anything is kept or changed: masters may
 * be lost together, and what each keeps with them.
 */
final class SnapshotHome {

  private SnapshotHome() {}

  /**
   * @param to where it comes to on the operator's machine
   * @param lead whose it is where nobody is known to lead etcd
   * @param after what has to be done before
   */
  static Step step(String to, LiveCluster live, Host lead, Set<String> after) {
    // Who leads has all data.
    Host source = leader(live).orElse(lead);
    return new Step(
        StepKind.UPGRADE_SNAPSHOT.on(source.name()),
        source.name(),
        Phase.PREPARE,
        "Bring a snapshot here",
        List.of(
            BackupPlan.snapshot(),
            new Script(
                    "a snapshot of etcd in " + to + ", on this machine",
                    "false",
                    "[ -s " + BackupPlan.RECORD + " ] && [ -s " + BackupPlan.SNAPSHOT + " ]",
                    Map.of(),
                    1)
                .doing("bringing the snapshot to this machine")
                .changing(new BringSnapshot(BackupPlan.FOLDER))),
        after,
        Duration.ofHours(1));
  }

  /** The master that leads etcd; empty: none does, or it cannot be reached. */
  static Optional<Host> leader(LiveCluster live) {
    return live.nodes().stream()
        .filter(n -> n.member() != null && n.member().leader() && n.unreachable().isEmpty())
        .flatMap(n -> Stream.ofNullable(n.host()))
        .filter(Host::isMaster)
        .findFirst();
  }
}
