package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a restore has come. A run that was cut off goes on under the same name: members of one
 * cluster have to be made with one token, and what was put aside first is the old data.
 *
 * @param name of the restore, which is also the token of the new cluster
 * @param begun whether an earlier run has begun it
 * @param done the masters that have the backup's data
 */
public record RestoreProgress(String name, boolean begun, Set<String> done) {

  /** The record of a restore that has begun and not ended: its name, and what it restores. */
  static final String BEGUN = "restoring";

  /** The record of the restore that a master's data are of. */
  static final String DONE = "restored";

  /** Where each master keeps what was there before, a folder a restore. */
  static final String FOLDERS = "/var/backups/etcd/";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** For how long a restore that was cut off is gone on with. */
  private static final Duration FORGOTTEN = Duration.ofDays(7);

  public RestoreProgress {
    done = Set.copyOf(done);
  }

  /** By what the masters have recorded. */
  public static RestoreProgress of(
      Inventory inventory, ClusterFacts facts, RestorePoint point, Instant now) {
    String begun = null;
    for (Host master : inventory.masters()) {
      String record = record(facts.nodes().get(master.name()), BEGUN);
      if (record.endsWith(" " + point.snapshot().sha256())) {
        String name = record.substring(0, record.indexOf(' '));
        begun = isForgotten(name, now) ? begun : name;
      }
    }
    String name = begun == null ? "restore-" + DATE.format(now) : begun;
    return new RestoreProgress(
        name,
        begun != null,
        inventory.masters().stream()
            .map(Host::name)
            .filter(m -> record(facts.nodes().get(m), DONE).equals(name))
            .collect(Collectors.toSet()));
  }

  /** Whoever did not go on with it for so long lives with what is there, and writes to it. */
  private static boolean isForgotten(String name, Instant now) {
    try {
      Instant begun =
          LocalDateTime.parse(name.replaceFirst("^restore-", ""), DATE).toInstant(ZoneOffset.UTC);
      return begun.plus(FORGOTTEN).isBefore(now);
    } catch (DateTimeParseException foreign) {
      return true;
    }
  }

  private static String record(@Nullable NodeFacts found, String name) {
    return found == null ? "" : found.records().getOrDefault(name, "").strip();
  }

  String record(RestorePoint point) {
    return name + " " + point.snapshot().sha256() + "\n";
  }

  /** Where a master keeps what was there before. */
  public String folder() {
    return FOLDERS + name;
  }

  /** Whether every master has the backup's data. */
  public boolean isWhole(Inventory inventory) {
    return inventory.masters().stream().allMatch(m -> done.contains(m.name()));
  }
}
