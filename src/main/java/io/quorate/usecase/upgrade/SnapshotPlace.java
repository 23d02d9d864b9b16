package io.quorate.usecase.upgrade;

import io.quorate.backup.BackupFolder;
import io.quorate.backup.Retention;
import io.quorate.backup.SealingKey;
import io.quorate.backup.SnapshotFolder;
import io.quorate.plan.PrivateFiles;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.usecase.BackupHome;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.SealingVariables;
import io.quorate.usecase.StateFolders;
import io.quorate.usecase.backup.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the snapshot that an upgrade begins with comes to on this machine.
 *
 * @param own whether nobody named the folder: only such snapshots are there, and old ones go
 * @param key that seals it; null: it lies there in clear
 */
record SnapshotPlace(Path folder, boolean own, @Nullable SealingKey key) {

  /** How many stay in a folder that nobody named. */
  private static final int KEPT = 5;

  /**
   * @param named the folder; empty: one of the cluster's own
   * @throws InvalidRequestException when it is no folder, or what should seal it is no key
   */
  static SnapshotPlace of(
      String named, String cluster, boolean rehearsal, Map<String, String> environment)
      throws InvalidRequestException {
    SealingKey key;
    try {
      key = SealingVariables.key(environment);
    } catch (IllegalArgumentException e) {
      throw InvalidRequestException.choose(
          SealingVariables.RECIPIENTS + ": " + e.getMessage() + ".", List.of());
    }
    if (named.isEmpty()) {
      return new SnapshotPlace(StateFolders.backups(rehearsal).resolve(cluster), true, key);
    }
    String wrong = wrong(named);
    if (!wrong.isEmpty()) {
      throw InvalidRequestException.choose(
          "--snapshot-to " + wrong, List.of("Name a folder that is there."));
    }
    return new SnapshotPlace(Path.of(named).toAbsolutePath().normalize(), false, key);
  }

  /** What is wrong with a folder that was named, beginning with it; empty: nothing. */
  static String wrong(String named) {
    try {
      String wrong = Backup.wrongFolder(Path.of(named));
      return wrong.isEmpty() ? "" : named + " " + wrong;
    } catch (InvalidPathException e) {
      return named + " is not the name of a folder.";
    }
  }

  /**
   * When the newest of this cluster's was taken that is there, in clear or sealed; empty: there is
   * none.
   */
  Optional<Instant> newest(String cluster) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    Optional<Instant> sealed =
        new BackupFolder(folder)
            .list().backups().stream()
                .filter(e -> e.manifest().cluster().equals(cluster))
                .map(BackupFolder.Entry::taken)
                .findFirst();
    return Stream.concat(new SnapshotFolder(folder, cluster).newest().stream(), sealed.stream())
        .max(Comparator.naturalOrder());
  }

  /** Has the folder there. */
  void ready() throws IOException {
    if (own) {
      PrivateFiles.makeFolder(folder);
    }
  }

  /**
   * @param source the master where the snapshot waits
   */
  BackupHome home(String source, LiveCluster live, VersionMatrix matrix) {
    return BackupHome.of(
        folder, key, own ? new Retention(KEPT, 0) : Retention.ALL, source, live, matrix);
  }

  /**
   * What becomes of it, a sentence or two.
   *
   * @param goesOn whether the upgrade is under way, and goes on after it
   * @param newest when the newest that is there was taken; empty: there is none
   */
  String words(String source, boolean goesOn, Optional<Instant> newest) {
    String first =
        "Before %s, a snapshot of etcd, proved on %s, comes to %s on this machine%s"
            .formatted(
                goesOn ? "the upgrade goes on" : "anything is kept or changed",
                source,
                folder,
                newest.map(n -> " (the newest there is from " + n + ")").orElse(""));
    String old = own ? " The newest " + KEPT + " stay there." : "";
    return key == null
        ? first
            + ", for you alone to read, but in clear: it holds all Secrets. Keys in $"
            + SealingVariables.RECIPIENTS
            + " have it sealed, with the masters' files."
            + old
        : first + ", sealed as a backup is, with the masters' files." + old;
  }
}
