package io.quorate.backup;

import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import io.quorate.backup.ArchiveForm.Summed;
import io.quorate.backup.ArchiveRefused.Reason;
import io.quorate.backup.Manifest.Part;
import io.quorate.backup.Manifest.Sealed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * What is in an archive, all of it proved. Small parts are held in memory; the snapshot is read
 * from the archive again, as often as it is asked for, and proved again each time.
 */
public final class Contents {
  private final ArchiveReader archive;
  private final OpeningKey key;
  private final Map<String, byte[]> small;

  private Contents(ArchiveReader archive, OpeningKey key, Map<String, byte[]> small) {
    this.archive = archive;
    this.key = key;
    this.small = small;
  }

  static Contents verified(ArchiveReader archive, OpeningKey key) throws IOException {
    Map<String, byte[]> small = new TreeMap<>();
    archive.withData(data -> read(archive, key, data, small, OutputStream.nullOutputStream()));
    return new Contents(archive, key, small);
  }

  public Manifest manifest() {
    return archive.manifest();
  }

  /** The paths of all parts but the snapshot, in the order of the alphabet. */
  public List<String> paths() {
    return List.copyOf(small.keySet());
  }

  /**
   * A part other than the snapshot.
   *
   * @throws NoSuchFileException when there is none of that path
   */
  public byte[] part(String path) throws NoSuchFileException {
    byte[] bytes = small.get(path);
    if (bytes == null) {
      throw new NoSuchFileException(path);
    }
    return bytes.clone();
  }

  /**
   * Writes the snapshot. It is whole only when this returns.
   *
   * @throws ArchiveRefused when the archive was changed since it was verified
   */
  public void snapshot(OutputStream out) throws IOException {
    archive.withData(data -> read(archive, key, data, new TreeMap<>(), out));
  }

  /** Reads all to the end: the last bytes of a seal prove that none is missing. */
  private static boolean read(
      ArchiveReader archive,
      OpeningKey key,
      InputStream data,
      Map<String, byte[]> small,
      OutputStream snapshot)
      throws IOException {
    Path file = archive.file();
    Manifest manifest = archive.manifest();
    try (ReadableByteChannel clear = unsealed(archive, key, data);
        InputStream stream = Channels.newInputStream(clear);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GzipCompressorInputStream(stream))) {
      int next = 0;
      long held = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (next == manifest.parts().size()) {
          check(file, manifest, entry, tar);
          next++;
          continue;
        }
        if (next > manifest.parts().size()) {
          throw ArchiveReader.changed(file, "there is more in it than its manifest says");
        }
        Part part = manifest.parts().get(next++);
        if (!entry.getName().equals(part.path()) || entry.getSize() != part.size()) {
          throw ArchiveReader.missing(file, part.path());
        }
        if (part.path().equals(Manifest.SNAPSHOT)) {
          snapshot(file, part, tar, snapshot);
        } else {
          held += part.size();
          if (part.size() > ArchiveForm.LARGEST_PART || held > ArchiveForm.LARGEST_PARTS) {
            throw ArchiveReader.changed(file, part.path() + " is larger than it can be");
          }
          ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) part.size());
          sum(file, part, tar, bytes);
          small.put(part.path(), bytes.toByteArray());
        }
      }
      if (next <= manifest.parts().size()) {
        throw ArchiveReader.missing(
            file,
            next < manifest.parts().size()
                ? manifest.parts().get(next).path()
                : "the manifest that was sealed with it");
      }
      if (manifest.part(Manifest.SNAPSHOT).isEmpty()) {
        throw ArchiveReader.missing(file, Manifest.SNAPSHOT);
      }
      stream.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (PayloadException e) {
      throw ArchiveReader.changed(file, "the seal of its data is broken");
    }
  }

  private static ReadableByteChannel unsealed(
      ArchiveReader archive, OpeningKey key, InputStream data) throws IOException {
    try {
      return new StandardDecryptingChannelFactory()
          .newDecryptingChannel(Channels.newChannel(data), List.copyOf(key.stanzas()));
    } catch (PayloadException e) {
      throw ArchiveReader.changed(archive.file(), "the seal of its data is broken");
    } catch (GeneralSecurityException e) {
      Sealed sealed = archive.manifest().sealed();
      List<String> opensWith = sealed == null ? List.of() : sealed.opensWith();
      boolean passphrase = opensWith.contains(SealingKey.PASSPHRASE);
      throw new ArchiveRefused(
          Reason.WRONG_KEY,
          passphrase == key instanceof OpeningKey.Passphrase
              ? passphrase
                  ? "This passphrase does not open %s.".formatted(archive.file())
                  : "None of these keys opens %s.".formatted(archive.file())
              : passphrase
                  ? "%s is sealed with a passphrase, not for a key.".formatted(archive.file())
                  : "%s is sealed for keys, not with a passphrase.".formatted(archive.file()),
          passphrase
              ? "Give the passphrase that it was sealed with."
              : "It opens with the private key of " + String.join(" or ", opensWith) + ".");
    }
  }

  private static void snapshot(Path file, Part part, InputStream in, OutputStream out)
      throws IOException {
    SnapshotSum own = new SnapshotSum(out);
    sum(file, part, in, own);
    String fault = own.fault();
    if (!fault.isEmpty()) {
      throw new ArchiveRefused(
          Reason.BAD_SNAPSHOT,
          "The snapshot in %s %s.".formatted(file, fault),
          "etcd would not take it: use another backup.");
    }
  }

  private static void sum(Path file, Part part, InputStream in, OutputStream out)
      throws IOException {
    Summed summed = new Summed(out);
    in.transferTo(summed);
    if (!summed.sum().equals(part.sha256())) {
      throw ArchiveReader.changed(file, part.path() + " in it does not have its sum");
    }
  }

  /** What is sealed must not be taken for something else by who changed the manifest outside. */
  private static void check(Path file, Manifest manifest, TarArchiveEntry entry, InputStream in)
      throws IOException {
    if (!entry.getName().equals(ArchiveForm.MANIFEST)
        || entry.getSize() > ArchiveForm.LARGEST_MANIFEST) {
      throw ArchiveReader.missing(file, "the manifest that was sealed with it");
    }
    Manifest inner;
    try {
      inner = ManifestJson.read(in.readAllBytes());
    } catch (IOException | ManifestJson.NewerFormatException e) {
      throw ArchiveReader.changed(file, "the manifest in its data cannot be understood");
    }
    if (!inner.equals(manifest.with((Sealed) null))) {
      throw ArchiveReader.changed(file, "its manifest was changed after it was sealed");
    }
  }
}
