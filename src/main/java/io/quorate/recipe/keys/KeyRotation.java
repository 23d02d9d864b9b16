package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.component.EncryptionFile;
import io.quorate.recipe.component.SharedSecrets;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A key for what is encrypted in etcd takes the place of another one: how far that is on each
 * master, by the file that it has. All of the way is there to be seen on the masters, so that it
 * goes on from any machine, and from wherever it was cut off.
 *
 * @param since when it began
 * @param key the name of the new key
 * @param file with the new key beside the others, and not writing yet
 * @param reached by the master's name
 */
public record KeyRotation(
    Instant since, String key, EncryptionFile file, Map<String, Stage> reached) {

  /** The record of one that has ended: what goes on with it finds all done. */
  static final String LAST = "rotated-keys";

  /** How far a master is. */
  enum Stage {
    /** It does not have the new key. */
    NONE,
    /** It reads what the new key wrote. */
    READS,
    /** It writes with it, and reads what the others wrote. */
    WRITES,
    /** It has no other key. */
    ALONE;

    static Stage of(EncryptionFile file, String key) {
      return !file.reads(key)
          ? NONE
          : !file.writes(key) ? READS : file.hasAlone(key) ? ALONE : WRITES;
    }
  }

  public KeyRotation {
    reached = Map.copyOf(reached);
  }

  /** Whether one has begun on any master, and not ended on all. */
  public static boolean isUnderWay(ClusterFacts facts) {
    return RotationRecord.of(facts, SharedSecrets.KEY_ROTATION).isPresent();
  }

  /** What each master has; those that have nothing are not among them. */
  static Map<String, EncryptionFile> files(Inventory inventory, ClusterFacts facts) {
    Map<String, EncryptionFile> files = new LinkedHashMap<>();
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      Secret text = found == null ? null : found.pki().get(SharedSecrets.ENCRYPTION);
      if (text != null) {
        files.put(master.name(), EncryptionFile.read(text));
      }
    }
    return files;
  }

  /**
   * The one that is under way, or a new one.
   *
   * @param facts of which {@link KeyRotationGuard} has judged that it can be
   * @param resume whether one is meant that may have come to its end on all nodes
   */
  public static KeyRotation of(
      Inventory inventory, ClusterFacts facts, Instant now, boolean resume) {
    Map<String, EncryptionFile> files = files(inventory, facts);
    RotationRecord record =
        RotationRecord.of(facts, SharedSecrets.KEY_ROTATION)
            .or(() -> resume ? RotationRecord.ended(facts, LAST, now) : Optional.empty())
            .orElseGet(() -> new RotationRecord(now, next(files)));
    String key = record.key();
    // With all keys; of equals the one that still has the old key and not the new one.
    EncryptionFile widest =
        files.values().stream()
            .max(
                Comparator.<EncryptionFile>comparingInt(f -> f.keys().size())
                    .thenComparing(f -> !f.reads(key)))
            .orElseThrow();
    EncryptionFile holder =
        files.values().stream().filter(f -> f.reads(key)).findFirst().orElse(widest);
    return new KeyRotation(
        record.since(),
        key,
        widest.reading(key, holder),
        files.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> Stage.of(e.getValue(), key))));
  }

  private static String next(Map<String, EncryptionFile> files) {
    return "key" + files.values().stream().mapToInt(EncryptionFile::next).max().orElse(1);
  }

  /** Whether a master still has to come to a stage, or may not have started again with it yet. */
  boolean isDue(Host master, Stage stage) {
    return reached.getOrDefault(master.name(), Stage.NONE).compareTo(stage) <= 0;
  }

  /** What a master has at a stage. */
  EncryptionFile at(Stage stage) {
    return switch (stage) {
      case NONE -> throw new IllegalArgumentException("what was there before is not written");
      case READS -> file;
      case WRITES -> file.writing(key);
      case ALONE -> file.alone(key);
    };
  }

  /** The names of the keys that go; none when they are gone from all masters. */
  public List<String> old() {
    return new TreeSet<>(file.keys()).stream().filter(k -> !k.equals(key)).toList();
  }

  /** What masters keep of it. */
  RotationRecord record() {
    return new RotationRecord(since, key);
  }
}
