package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.plan.Finding;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.Vitals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether a machine has room for what an upgrade puts there, filesystem by filesystem. */
record UpgradeRoom(Inventory inventory, Host host, NodeFacts facts) {

  /** Kubernetes' six programs, etcd's and the runtime's take 600 MiB; the old ones are kept. */
  static final long PROGRAMS_MIB = 1024;

  /** New images of the pods' network, of DNS and of the pause container, unpacked: 500 MiB. */
  static final long IMAGES_MIB = 1024;

  /** Downloads of one step of the way, until they are in their place. */
  static final long STAGED_MIB = 768;

  private static final String PROGRAMS = "/usr/local/bin";

  /** Downloads, which are linked into their place where that is on the same filesystem. */
  private static final String STAGED = "/var/cache/quorate";

  /** What ran before, linked in the same way, and on masters a snapshot. */
  private static final String KEPT = "/var/lib/quorate";

  private static final String SNAPSHOTS = "/var/backups";
  private static final String DATABASE = "/var/lib/etcd";

  /** Which paths are asked about. */
  static List<String> paths(Inventory inventory, Host host) {
    List<String> paths = new ArrayList<>(List.of(PROGRAMS, images(inventory), STAGED, KEPT));
    if (host.isMaster()) {
      paths.addAll(List.of(SNAPSHOTS, DATABASE));
    }
    return paths;
  }

  private static String images(Inventory inventory) {
    return inventory.versions().runtime() == Runtime.DOCKER
        ? "/var/lib/docker"
        : "/var/lib/containerd";
  }

  /**
   * @param rooms what the machine told: words of a path, its filesystem and the KiB that are free
   */
  List<Finding> findings(List<String[]> rooms) {
    Map<String, Long> wanted = wanted();
    List<Finding> findings = new ArrayList<>();
    for (Room room : Room.read(rooms)) {
      long needs = room.paths().stream().mapToLong(p -> wanted.getOrDefault(p, 0L)).sum();
      if (!room.paths().contains(PROGRAMS)) {
        needs += room.paths().contains(STAGED) ? STAGED_MIB : 0;
        needs += room.paths().contains(KEPT) ? STAGED_MIB : 0;
      }
      room.lacking(
              host.name(),
              needs,
              "the upgrade",
              "Make room or enlarge the disk: old snapshots below /var/backups/etcd and"
                  + " unused images (`crictl rmi --prune`) are the first to go.")
          .ifPresent(findings::add);
    }
    return findings;
  }

  private Map<String, Long> wanted() {
    Map<String, Long> wanted = new LinkedHashMap<>();
    wanted.put(PROGRAMS, PROGRAMS_MIB);
    wanted.put(images(inventory), IMAGES_MIB);
    MasterView view = facts.view();
    Vitals vitals = view == null ? null : view.vitals();
    long database = vitals == null ? 0 : vitals.databaseBytes() / (1024 * 1024) + 1;
    // A snapshot of before, and those that the schedule takes meanwhile.
    wanted.put(SNAPSHOTS, 2 * database);
    wanted.put(KEPT, host.isMaster() ? database : 0);
    // A member that was away for too long is sent all data anew, beside what it has.
    wanted.put(DATABASE, database);
    return wanted;
  }
}
