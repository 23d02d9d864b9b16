package io.quorate.backup;

import io.quorate.plan.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of backups, perhaps of several clusters. */
public record BackupFolder(Path path) {

  /** How a backup's file ends. */
  public static final String SUFFIX = ".quorate";

  /** Beside a backup that was restored for a trial: its name, and this. */
  public static final String PROVED = ".proved";

  static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern NAME =
      Pattern.compile("(.+)-(\\d{8}T\\d{6}Z)" + Pattern.quote(SUFFIX));

  /**
   * A backup in it.
   *
   * @param proved whether a restore of it was tried, and went well
   */
  public record Entry(Path file, Manifest manifest, boolean proved) implements Retention.Kept {
    @Override
    public Instant taken() {
      return manifest.taken();
    }
  }

  /**
   * What is in it.
   *
   * @param backups the newest first
   * @param refused of files that are called backups and are none, why
   */
  public record Listing(List<Entry> backups, List<ArchiveRefused> refused) {
    public Listing {
      backups = List.copyOf(backups);
      refused = List.copyOf(refused);
    }
  }

  /** What a backup's name says of it. */
  public record Named(String cluster, Instant taken) {}

  /**
   * Reads a backup's name.
   *
   * @return empty for the name of anything else
   */
  public static Optional<Named> named(String file) {
    Matcher matcher = NAME.matcher(file);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Named(matcher.group(1), STAMP.parse(matcher.group(2), Instant::from)));
    } catch (DateTimeParseException e) {
      // Digits that are no date: somebody else's name.
      return Optional.empty();
    }
  }

  /** Where the backup of a moment goes. */
  public Path fileFor(String cluster, Instant taken) {
    return path.resolve(cluster + "-" + STAMP.format(taken) + SUFFIX);
  }

  /** Reads the manifests; the seals are not looked at. */
  public Listing list() throws IOException {
    List<Entry> backups = new ArrayList<>();
    List<ArchiveRefused> refused = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(path)) {
      files =
          all.filter(f -> f.getFileName().toString().endsWith(SUFFIX))
              .filter(f -> !f.getFileName().toString().startsWith("."))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
    }
    for (Path file : files) {
      try {
        backups.add(new Entry(file, ArchiveReader.of(file).manifest(), isProved(file)));
      } catch (ArchiveRefused e) {
        refused.add(e);
      } catch (NoSuchFileException gone) {
        // Somebody tidied up meanwhile.
        continue;
      } catch (IOException e) {
        refused.add(
            new ArchiveRefused(
                ArchiveRefused.Reason.UNREADABLE,
                file + " cannot be read: " + FileFailure.words(e) + ".",
                "Let this user read it, or move it away."));
      }
    }
    backups.sort(Comparator.comparing((Entry e) -> e.manifest().taken()).reversed());
    return new Listing(backups, refused);
  }

  private static boolean isProved(Path file) {
    return Files.exists(file.resolveSibling(file.getFileName() + PROVED));
  }

  /**
   * Removes what is not to be kept of one cluster's backups.
   *
   * @param made the one that was just made, which stays; null: none
   * @return what was removed
   */
  public List<Path> tidy(String cluster, Retention retention, @Nullable Path made, Instant now)
      throws IOException {
    List<Entry> own =
        list().backups().stream().filter(e -> e.manifest().cluster().equals(cluster)).toList();
    List<Path> removed = new ArrayList<>();
    Entry newest = own.stream().filter(e -> e.file().equals(made)).findFirst().orElse(null);
    for (Entry entry : retention.leaving(own, newest, now)) {
      Files.delete(entry.file());
      Files.deleteIfExists(entry.file().resolveSibling(entry.file().getFileName() + PROVED));
      removed.add(entry.file());
    }
    return removed;
  }
}
