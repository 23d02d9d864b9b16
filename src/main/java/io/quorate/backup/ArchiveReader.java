package io.quorate.backup;

import io.quorate.backup.ArchiveForm.Summed;
import io.quorate.backup.ArchiveRefused.Reason;
import io.quorate.backup.Manifest.Sealed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Reads an archive. Its manifest is there at once; {@link #check} proves all that can be proved
 * without the key; {@link #open} proves the rest, and gives the contents. What is wrong is an
 * {@link ArchiveRefused}.
 */
public final class ArchiveReader {
  private final Path file;
  private final Manifest manifest;
  private final Sealed sealed;
  private final byte[] manifestJson;

  private ArchiveReader(Path file, Manifest manifest, Sealed sealed, byte[] manifestJson) {
    this.file = file;
    this.manifest = manifest;
    this.sealed = sealed;
    this.manifestJson = manifestJson;
  }

  /**
   * Reads the manifest.
   *
   * @throws IOException when the file cannot be read
   */
  public static ArchiveReader of(Path file) throws IOException {
    byte[] json;
    long after;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      TarArchiveEntry first = firstOf(file, tar);
      long size = first.getSize();
      if (size <= 0 || size > ArchiveForm.LARGEST_MANIFEST) {
        throw changed(file, "its manifest has " + size + " bytes");
      }
      json = tar.readNBytes((int) size);
      if (json.length < size) {
        throw truncated(file);
      }
      after = tar.getBytesRead();
    } catch (IOException e) {
      if (Files.isReadable(file) && Files.size(file) > 0) {
        throw truncated(file);
      }
      throw e;
    }
    Manifest manifest;
    try {
      manifest = ManifestJson.read(json);
    } catch (ManifestJson.NewerFormatException e) {
      throw new ArchiveRefused(
          Reason.NEWER_FORMAT,
          "%s has the format %d; this program knows up to %d."
              .formatted(file, e.format(), Manifest.FORMAT),
          "Use the Quorate that wrote it, or a newer one.");
    } catch (IOException e) {
      throw changed(file, "its manifest cannot be understood");
    }
    Sealed sealed = manifest.sealed();
    if (sealed == null) {
      throw changed(file, "its manifest does not say what is sealed");
    }
    if (Files.size(file) < ArchiveForm.least(after, sealed.size())) {
      throw truncated(file);
    }
    return new ArchiveReader(file, manifest, sealed, json);
  }

  private static TarArchiveEntry firstOf(Path file, TarArchiveInputStream tar) {
    TarArchiveEntry first;
    try {
      first = tar.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      first = null;
    }
    if (first == null || !first.getName().equals(ArchiveForm.MANIFEST)) {
      throw new ArchiveRefused(
          Reason.NOT_A_BACKUP,
          file + " is not a backup that Quorate wrote, or its beginning is damaged.",
          "Name a file of quorate backup.");
    }
    return first;
  }

  /** What it says of itself; not proved yet. */
  public Manifest manifest() {
    return manifest;
  }

  public Path file() {
    return file;
  }

  /**
   * Refuses the backup of another cluster.
   *
   * @return this
   */
  public ArchiveReader of(String cluster) {
    if (!manifest.cluster().equals(cluster)) {
      throw new ArchiveRefused(
          Reason.OTHER_CLUSTER,
          "%s is of the cluster %s, not of %s.".formatted(file, manifest.cluster(), cluster),
          "Name a backup of " + cluster + ", or the inventory of " + manifest.cluster() + ".");
    }
    return this;
  }

  /**
   * Proves without the key that all bytes are those that were written.
   *
   * @throws IOException when the file cannot be read
   */
  public void check() throws IOException {
    withData(
        data -> {
          Summed summed = new Summed(OutputStream.nullOutputStream());
          data.transferTo(summed);
          if (summed.size() != sealed.size()) {
            throw truncated(file);
          }
          if (!summed.sum().equals(sealed.sha256())) {
            throw changed(file, "the sealed data does not have the sum that its manifest says");
          }
          return true;
        });
  }

  /**
   * Proves everything: the sums, the seal, each part and the snapshot's own sum.
   *
   * @return what may be used then
   * @throws IOException when the file cannot be read
   */
  public Contents open(OpeningKey key) throws IOException {
    check();
    return Contents.verified(this, key);
  }

  /** What is done with the sealed data, from its beginning. */
  interface DataWork<T> {
    T with(InputStream data) throws IOException;
  }

  <T> T withData(DataWork<T> work) throws IOException {
    TarFile opened;
    try {
      opened = new TarFile(file.toFile());
    } catch (IOException | IllegalArgumentException e) {
      throw changed(file, "it is not a tar archive to its end");
    }
    try (TarFile tar = opened) {
      TarArchiveEntry data =
          entry(tar, ArchiveForm.DATA)
              .orElseThrow(() -> missing(file, "the sealed data, " + ArchiveForm.DATA));
      TarArchiveEntry sums = entry(tar, ArchiveForm.SUMS).orElseThrow(() -> truncated(file));
      byte[] expected = ArchiveForm.sums(ArchiveForm.sumOf(manifestJson), sealed.sha256());
      byte[] found;
      try (InputStream in = tar.getInputStream(sums)) {
        found = in.readNBytes(expected.length + 1);
      }
      if (!Arrays.equals(found, expected)) {
        String manifestSum = new String(found, StandardCharsets.ISO_8859_1);
        throw changed(
            file,
            manifestSum.startsWith(ArchiveForm.sumOf(manifestJson))
                ? "its sums are not those that its manifest says"
                : "its manifest does not have the sum that was written");
      }
      try (InputStream in = tar.getInputStream(data)) {
        return work.with(in);
      }
    }
  }

  private static Optional<TarArchiveEntry> entry(TarFile tar, String name) {
    return tar.getEntries().stream().filter(e -> e.getName().equals(name)).findFirst();
  }

  static ArchiveRefused truncated(Path file) {
    return new ArchiveRefused(
        Reason.TRUNCATED, file + " ends too early: it was not copied whole.", another());
  }

  static ArchiveRefused changed(Path file, String found) {
    return new ArchiveRefused(
        Reason.CHANGED, "%s is damaged: %s.".formatted(file, found), another());
  }

  static ArchiveRefused missing(Path file, String what) {
    return new ArchiveRefused(Reason.MISSING_PART, "%s lacks %s.".formatted(file, what), another());
  }

  private static String another() {
    return "Copy it again from where it was kept, or take another backup.";
  }
}
