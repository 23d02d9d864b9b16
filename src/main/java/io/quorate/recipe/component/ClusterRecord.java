package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each master keeps of the inventory, so that the cluster can be opened by somebody who has
 * lost the file, or never had it ({@link ClusterReading}). Probes bring it along with the other
 * records below /var/lib/quorate. It decides nothing: who is in the cluster, and what runs, is
 * asked of what runs.
 */
public final class ClusterRecord {

  /** The record's name: settings and hosts, without etcd's token. */
  public static final String NAME = "cluster.yaml";

  /** The components' variables, which may hold a proxy's password. */
  public static final String ENVIRONMENT = "cluster-environment.yaml";

  private static final String FOLDER = "/var/lib/quorate/";

  private ClusterRecord() {}

  static String id(Host master) {
    return StepKind.CLUSTER_RECORD.on(master.name());
  }

  /**
   * One step for each master that answers.
   *
   * @param after ids of steps that come before it; the control plane of the node is among them in
   *     any case
   */
  public static List<Step> steps(Context context, Set<String> after) {
    return context.hosts().stream()
        .filter(Host::isMaster)
        .map(
            master ->
                new Step(
                    id(master),
                    master.name(),
                    Phase.NODES,
                    "Record of the cluster",
                    operations(context.inventory()),
                    with(after, ControlPlaneRecipe.id(master)),
                    Duration.ofMinutes(2)))
        .toList();
  }

  private static Set<String> with(Set<String> some, String another) {
    Set<String> all = new HashSet<>(some);
    all.add(another);
    return all;
  }

  /**
   * What means nothing is left out of it: the order of the hosts, and sums of archives, which each
   * run takes anew.
   */
  private static Inventory essence(Inventory inventory) {
    Inventory.Downloads d = inventory.downloads();
    Map<String, String> pinned = new HashMap<>(d.checksums());
    pinned.keySet().removeAll(d.imageArchives());
    return inventory
        .withHosts(inventory.hostsByName())
        .withDownloads(
            new Inventory.Downloads(d.mirror(), d.distribute(), d.imageArchives(), pinned));
  }

  private static List<Operation> operations(Inventory inventory) {
    String environment = InventoryFile.recordOfEnvironment(inventory, false);
    Inventory essence = essence(inventory);
    return List.of(
        new WriteFile(
            FOLDER + NAME,
            Content.guarded(
                InventoryFile.record(essence, false), InventoryFile.record(essence, true)),
            "root:root",
            "0600"),
        environment.isEmpty()
            ? new RemoveFile(FOLDER + ENVIRONMENT)
            : new WriteFile(
                FOLDER + ENVIRONMENT,
                Content.guarded(environment, InventoryFile.recordOfEnvironment(inventory, true)),
                "root:root",
                "0600"));
  }
}
