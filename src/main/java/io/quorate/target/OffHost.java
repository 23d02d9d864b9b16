package io.quorate.target;

import io.quorate.backup.BackupFolder;
import io.quorate.backup.Retention;
import io.quorate.plan.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A place for backups that is neither this machine nor a node: a folder, or a file in one. Its
 * address holds no secret.
 */
public sealed interface OffHost permits SftpPlace, S3Place {

  /** A backup there. */
  record Entry(String name, long size, Instant taken, String cluster, boolean proved)
      implements Retention.Kept {}

  /** The forms of addresses, as help has them. */
  String FORMS = "sftp://[USER@]HOST[:PORT]/FOLDER or s3://BUCKET[/PREFIX]";

  /** What a place is opened for. */
  enum Use {
    READING,
    /** Whether that is allowed is looked at, too. */
    WRITING
  }

  /** The backup is there, and what should have gone is, too. */
  final class OlderRemain extends IOException {
    OlderRemain(IOException cause) {
      super("older ones there cannot be removed: " + FileFailure.words(cause), cause);
    }
  }

  /** Whether this is the address of such a place, and not a path of this machine. */
  static boolean isAddress(String said) {
    return said.startsWith(SftpPlace.SCHEME) || said.startsWith(S3Place.SCHEME);
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static OffHost parse(String address) {
    return address.startsWith(S3Place.SCHEME) ? S3Place.parse(address) : SftpPlace.parse(address);
  }

  /** As {@link #parse} reads it. */
  String address();

  /** The folder that a file lies in. */
  OffHost folder();

  /** A file in this folder. */
  OffHost file(String name);

  /** The last part of its path. */
  String name();

  /**
   * Opens it as a folder.
   *
   * @throws IOException with the reason why that cannot be done
   */
  Shelf open(Use use, Progress progress) throws IOException, InterruptedException;

  /**
   * Looks whether backups can be put there, by whoever may not be there to be asked later.
   *
   * @throws IOException with the reason why not
   */
  default void check() throws IOException, InterruptedException {
    open(Use.WRITING, Progress.none()).close();
  }

  /** The backups there, the newest first, as their names tell. */
  default List<Entry> list() throws IOException, InterruptedException {
    try (Shelf there = open(Use.READING, Progress.none())) {
      return entries(there.list());
    }
  }

  private static List<Entry> entries(List<Shelf.Piece> files) {
    Set<String> names = new HashSet<>();
    files.forEach(file -> names.add(file.name()));
    List<Entry> entries = new ArrayList<>();
    for (Shelf.Piece file : files) {
      BackupFolder.named(file.name())
          .ifPresent(
              named ->
                  entries.add(
                      new Entry(
                          file.name(),
                          file.size(),
                          named.taken(),
                          named.cluster(),
                          names.contains(file.name() + BackupFolder.PROVED))));
    }
    entries.sort(Comparator.comparing(Entry::taken).reversed());
    return entries;
  }

  /**
   * Copies a backup there, compares it, and removes what is not to be kept of its cluster's.
   *
   * @return what came of it, in a clause
   * @throws OlderRemain when it is there, and only the last of this cannot be done
   */
  default String copy(Path backup, Retention retention, Progress progress)
      throws IOException, InterruptedException {
    String name = Objects.requireNonNull(backup.getFileName()).toString();
    String markName = name + BackupFolder.PROVED;
    Path mark = backup.resolveSibling(markName);
    try (Shelf there = open(Use.WRITING, progress)) {
      boolean written = there.put(backup, name);
      String proof = there.proof();
      // One from an earlier trial says as much.
      if (Files.exists(mark) && there.list().stream().noneMatch(f -> f.name().equals(markName))) {
        there.put(mark, markName);
      }
      int removed;
      try {
        removed = tidy(there, name, retention);
      } catch (IOException e) {
        throw new OlderRemain(e);
      }
      return "%s %s%s%s"
          .formatted(
              written ? "copied to" : "is already in",
              address(),
              proof.isEmpty() ? "" : ": " + proof,
              removed == 0 ? "" : "; removed " + removed + " older there");
    }
  }

  private static int tidy(Shelf there, String made, Retention retention)
      throws IOException, InterruptedException {
    Optional<BackupFolder.Named> own = BackupFolder.named(made);
    if (own.isEmpty() || retention.equals(Retention.ALL)) {
      return 0;
    }
    List<Entry> backups =
        entries(there.list()).stream()
            .filter(entry -> entry.cluster().equals(own.get().cluster()))
            .toList();
    Entry newest = backups.stream().filter(e -> e.name().equals(made)).findFirst().orElse(null);
    List<Entry> leaving = retention.leaving(backups, newest, Instant.now());
    for (Entry entry : leaving) {
      there.remove(entry.name());
      if (entry.proved()) {
        there.remove(entry.name() + BackupFolder.PROVED);
      }
    }
    return leaving.size();
  }

  /** Gets the file that this is the address of, into a folder of this machine. */
  default Path fetch(Path into, Progress progress) throws IOException, InterruptedException {
    if (name().isEmpty()) {
      throw new IOException("the address names no file");
    }
    Path file = into.resolve(name());
    try (Shelf there = folder().open(Use.READING, progress)) {
      there.get(name(), file);
    }
    return file;
  }
}
