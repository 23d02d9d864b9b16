package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.Template;
import io.quorate.recipe.preflight.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a backup's data have room on a machine, before the cluster that is there stops for them.
 *
 * @param snapshotBytes what etcd's snapshot takes
 */
public record RestoreRoom(long snapshotBytes) {

  private static final String SCRIPT = "restore-room";
  private static final String DATABASE = "/var/lib/etcd";
  private static final long MIB = 1024L * 1024;

  /** What has to stay for whoever else writes there, as beside a scheduled snapshot. */
  private static final long SPARE_MIB = 256;

  /** A member sets two files of 64 MB aside for its log before it writes to them. */
  private static final long LOG_MIB = 128;

  private static final Pattern OLD = Pattern.compile("^old (\\d{1,15})$", Pattern.MULTILINE);

  /** What a machine is asked. */
  public static ProbeRequest request() {
    List<String> paths = List.of(DATABASE, RestoreProgress.FOLDERS, DrillPlan.ROOM);
    return ProbeRequest.asking(
        Map.of(SCRIPT, new Template("restore/room.sh").fill(Map.of("room", Room.script(paths)))));
  }

  /** What is wrong with the masters that still get the data. */
  public List<Finding> findings(Inventory inventory, ClusterFacts facts, RestoreProgress progress) {
    List<Finding> findings = new ArrayList<>();
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      if (found != null && !progress.done().contains(master.name())) {
        findings.addAll(restoring(master.name(), answer(found), progress));
      }
    }
    return findings;
  }

  private List<Finding> restoring(String node, String answer, RestoreProgress progress) {
    if (!isWhole(answer)) {
      return List.of(
          Finding.warning(
                  node,
                  Kind.DISK,
                  "Free space",
                  "That could not be looked at.",
                  "The backup's data take %d MiB below %s; see that there is room (`df -h`)."
                      .formatted(data() + snapshot(), DATABASE))
              .of(DATABASE));
    }
    List<Finding> findings = new ArrayList<>();
    for (Room room : Room.of(answer)) {
      room.lacking(node, needs(room, answer), "the restore", remedy(progress))
          // Part of what it wants may lie there already, and the cluster that was is stopped.
          .map(lack -> progress.begun() ? lack.warned() : lack)
          .ifPresent(findings::add);
    }
    return findings;
  }

  private long needs(Room room, String answer) {
    boolean database = room.paths().contains(DATABASE);
    boolean aside = room.paths().contains(RestoreProgress.FOLDERS);
    if (!database && !aside) {
      return 0;
    }
    long needs = SPARE_MIB;
    if (aside) {
      // What is there is renamed where it stays on its disk, and copied where it does not.
      needs += snapshot() + (database ? 0 : old(answer));
    }
    if (database) {
      needs += aside ? data() : Math.max(0, data() - old(answer));
    }
    return needs;
  }

  private static String remedy(RestoreProgress progress) {
    return "Make room or enlarge the disk: what earlier restores and rescues kept below "
        + RestoreProgress.FOLDERS
        + " is the first to go, once you are sure."
        + (progress.begun()
            ? " Leave " + progress.folder() + ": it has what was there before this restore."
            : "");
  }

  /**
   * @throws GuardRefused where a trial on the machine has no room
   */
  public void refuseTrial(NodeFacts found, String node) {
    for (Room room : Room.of(answer(found))) {
      if (room.paths().contains(DrillPlan.ROOM)) {
        room.lacking(
                node,
                data() + snapshot() + SPARE_MIB,
                "the trial",
                "Make room there, or name another node with --node.")
            .ifPresent(
                finding -> {
                  throw new GuardRefused(node + ": " + finding.found(), finding.remedy());
                });
      }
    }
  }

  private static String answer(NodeFacts found) {
    return found.records().getOrDefault(SCRIPT, "");
  }

  private static boolean isWhole(String answer) {
    return answer.lines().anyMatch("end"::equals)
        && answer.lines().noneMatch(line -> line.startsWith("failed "));
  }

  private static long old(String answer) {
    Matcher said = OLD.matcher(answer);
    return said.find() ? Long.parseLong(said.group(1)) / 1024 + 1 : 0;
  }

  private long snapshot() {
    return snapshotBytes / MIB + 1;
  }

  private long data() {
    return snapshot() + LOG_MIB;
  }
}
