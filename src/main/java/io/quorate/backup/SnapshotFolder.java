package io.quorate.backup;

import io.quorate.backup.ArchiveForm.Summed;
import io.quorate.backup.Manifest.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Snapshots of one cluster's etcd in a folder, where no key seals them: in clear, each for its
 * owner alone.
 */
public record SnapshotFolder(Path path, String cluster) {

  /** How a snapshot's file ends. */
  public static final String SUFFIX = ".etcd.db";

  /**
   * Keeps a snapshot: it is written beside its place, and gets its name when it is whole and was
   * read back. A file that is there already is never replaced.
   *
   * @param taken when it was
   * @param wanted what it has to be
   * @throws IOException also when it is something else; nothing is left of it then
   */
  public Path keep(Instant taken, Snapshot wanted, InputStream content) throws IOException {
    Path place = path.resolve(cluster + "-" + BackupFolder.STAMP.format(taken) + SUFFIX);
    if (Files.exists(place)) {
      throw new FileAlreadyExistsException(place.toString());
    }
    // One name for all: what a run that was cut off has left does not stay.
    Path part = path.resolve("." + cluster + SUFFIX + ".part");
    Files.deleteIfExists(part);
    try {
      write(part, wanted, content);
      Summed again = new Summed(OutputStream.nullOutputStream());
      Files.copy(part, again);
      if (!again.sum().equals(wanted.sha256())) {
        throw new IOException(part + " does not read back as it was written");
      }
      ArchiveWriter.name(part, place);
    } finally {
      Files.deleteIfExists(part);
    }
    return place;
  }

  private static void write(Path part, Snapshot wanted, InputStream content) throws IOException {
    try (FileChannel file = ArchiveWriter.create(part)) {
      Summed summed = new Summed(Channels.newOutputStream(file));
      SnapshotSum whole = new SnapshotSum(summed);
      content.transferTo(whole);
      String fault = whole.fault();
      if (!fault.isEmpty()) {
        throw new IOException("the snapshot " + fault);
      }
      if (summed.size() != wanted.size() || !summed.sum().equals(wanted.sha256())) {
        throw new IOException("what came is not the snapshot that was proved");
      }
      file.force(true);
    }
  }

  /**
   * Removes the older ones.
   *
   * @param count how many are kept; 0: all
   * @param made the one that was just made, which stays whatever the clock says by which it was
   *     taken
   * @return what was removed
   */
  public List<Path> tidy(int count, Path made) throws IOException {
    List<Path> all = newestFirst();
    List<Path> removed = new ArrayList<>();
    for (int i = count == 0 ? all.size() : count; i < all.size(); i++) {
      if (!all.get(i).equals(made)) {
        Files.delete(all.get(i));
        removed.add(all.get(i));
      }
    }
    return removed;
  }

  /** When the newest was taken; empty: there is none. */
  public Optional<Instant> newest() throws IOException {
    for (Path file : newestFirst()) {
      String name = file.getFileName().toString();
      String stamp = name.substring(cluster.length() + 1, name.length() - SUFFIX.length());
      try {
        return Optional.of(BackupFolder.STAMP.parse(stamp, Instant::from));
      } catch (DateTimeParseException e) {
        // Digits that are no date: somebody else's name.
        continue;
      }
    }
    return Optional.empty();
  }

  private List<Path> newestFirst() throws IOException {
    Pattern own =
        Pattern.compile(Pattern.quote(cluster) + "-\\d{8}T\\d{6}Z" + Pattern.quote(SUFFIX));
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(f -> own.matcher(f.getFileName().toString()).matches())
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }
}
