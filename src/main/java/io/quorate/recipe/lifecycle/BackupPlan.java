package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.ClusterChange;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.platform.Template;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes' part of a backup: a snapshot of the leader's data, proved there. What of the masters'
 * files belongs to a backup is said here, too.
 */
public final class BackupPlan {

  /** Where the snapshot waits until it is brought home; nothing else is in it. */
  public static final String FOLDER = "/var/backups/etcd/backup";

  /** What the snapshot was found to be, a word and its value a line. */
  public static final String RECORD = FOLDER + "/record";

  public static final String SNAPSHOT = FOLDER + "/snapshot.db";

  /**
   * What of each master a rebuild needs or is glad of: keys, authorities and the encryption of
   * Secrets, kubeconfigs, what the components are told, their units, and what Quorate kept.
   */
  public static final List<String> FILES =
      List.of(
          "/etc/kubernetes",
          "/etc/etcd",
          "/etc/containerd",
          "/etc/cni/net.d",
          "/etc/systemd/system/etcd.service",
          "/etc/systemd/system/etcd.service.d",
          "/etc/systemd/system/kube-apiserver.service",
          "/etc/systemd/system/kube-apiserver.service.d",
          "/etc/systemd/system/kube-controller-manager.service",
          "/etc/systemd/system/kube-controller-manager.service.d",
          "/etc/systemd/system/kube-scheduler.service",
          "/etc/systemd/system/kube-scheduler.service.d",
          "/etc/systemd/system/kubelet.service",
          "/etc/systemd/system/kubelet.service.d",
          "/etc/systemd/system/kube-proxy.service",
          "/etc/systemd/system/kube-proxy.service.d",
          "/etc/systemd/system/containerd.service",
          "/etc/systemd/system/containerd.service.d",
          "/var/lib/quorate/cluster.yaml");

  private BackupPlan() {}

  /**
   * Whose snapshot is taken: the leader has all data.
   *
   * @throws GuardRefused when no quorum serves, or SSH does not get to the leader
   */
  public static Host source(Inventory inventory, LiveCluster live) {
    live.refuseUnlessServing();
    LiveNode leader =
        live.nodes().stream()
            .filter(n -> n.member() != null && n.member().leader())
            .findFirst()
            .orElseThrow(
                () ->
                    new GuardRefused(
                        "No member of etcd is known to lead.",
                        "Try again in a few seconds; `quorate status` says more."));
    Host host = leader.host();
    if (host == null || !leader.unreachable().isEmpty()) {
      throw new GuardRefused(
          leader.name()
              + " leads etcd, and "
              + (host == null ? "is not in the inventory." : leader.unreachable() + "."),
          "The snapshot is taken there: bring it within reach.");
    }
    return host;
  }

  public static Plan of(Host source) {
    return new Plan(
        List.of(
            new Step(
                StepKind.BACKUP_SNAPSHOT.on(source.name()),
                source.name(),
                Phase.ETCD,
                "Snapshot of etcd",
                List.of(snapshot()),
                Set.of(),
                Duration.ofMinutes(10))));
  }

  /** A snapshot of the master's own data waits there, proved. */
  public static Script snapshot() {
    String script = DataFromSnapshot.counting() + new Template("backup/snapshot.apply.sh").text();
    return new Script("a snapshot, proved", "false", script, Map.of(), 1)
        .doing("taking a snapshot of etcd, and proving it")
        .changing(new ClusterChange.TakeSnapshot(FOLDER));
  }
}
