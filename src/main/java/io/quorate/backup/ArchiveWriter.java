package io.quorate.backup;

import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import io.quorate.backup.ArchiveForm.Summed;
import io.quorate.backup.Manifest.Part;
import io.quorate.backup.Manifest.Sealed;
import io.quorate.plan.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Writes an archive as its parts come: nothing lies on this machine's disk in clear, and memory
 * does not grow with the snapshot. What is written lies beside its place, for its owner alone, and
 * gets its name when it is whole; a file that is there already is never replaced. What is closed
 * before it was finished leaves nothing.
 */
public final class ArchiveWriter implements AutoCloseable {
  private final Path place;
  private final Path sealedFile;
  private final Path whole;
  private final List<String> opensWith;
  private final Summed sealed;
  private final TarArchiveOutputStream tar;
  private final List<Part> parts = new ArrayList<>();

  /** Bytes of all parts but the snapshot. */
  private long held;

  private boolean finished;

  private ArchiveWriter(Path place, SealingKey key) throws IOException {
    this.place = place.toAbsolutePath();
    Path folder = this.place.getParent();
    if (folder == null || Files.exists(this.place)) {
      throw new FileAlreadyExistsException(place.toString());
    }
    String beside = "." + this.place.getFileName() + "." + UUID.randomUUID();
    this.sealedFile = folder.resolve(beside + ".sealed");
    this.whole = folder.resolve(beside + ".part");
    this.opensWith = key.opensWith();
    OutputStream file = Channels.newOutputStream(create(sealedFile));
    boolean opened = false;
    try {
      sealed = new Summed(new BufferedOutputStream(file, 1 << 16));
      WritableByteChannel age =
          new StandardEncryptingChannelFactory()
              .newEncryptingChannel(Channels.newChannel(sealed), key.stanzas());
      GzipParameters quick = new GzipParameters();
      // Ten times as fast as the usual level, and a database's pages become a quarter all the same.
      quick.setCompressionLevel(Deflater.BEST_SPEED);
      tar =
          tar(
              new GzipCompressorOutputStream(
                  new BufferedOutputStream(Channels.newOutputStream(age), 1 << 16), quick));
      opened = true;
    } catch (GeneralSecurityException e) {
      throw new IOException("the backup cannot be sealed: " + e.getMessage(), e);
    } finally {
      if (!opened) {
        file.close();
        Files.deleteIfExists(sealedFile);
      }
    }
  }

  /**
   * @param place the file to be; its folder is there
   * @throws FileAlreadyExistsException when it is there already
   */
  public static ArchiveWriter to(Path place, SealingKey key) throws IOException {
    return new ArchiveWriter(place, key);
  }

  /**
   * Adds a part.
   *
   * @param size in bytes; the stream has to have exactly as many
   * @param mode its permissions where it came from
   * @throws IOException also when the stream is longer or shorter
   */
  public Part add(String path, long size, int mode, InputStream content) throws IOException {
    if (!path.equals(Manifest.SNAPSHOT) && size > ArchiveForm.LARGEST_PART) {
      throw new IOException(
          path + " has " + size + " bytes, which is more than a part of a backup may have");
    }
    if (!path.equals(Manifest.SNAPSHOT)) {
      held += size;
      if (held > ArchiveForm.LARGEST_PARTS) {
        throw new IOException(
            "with %s the files of the masters have more than the %d MiB that a backup may have beside the snapshot: take old copies out of /etc/kubernetes and /etc/etcd"
                .formatted(path, ArchiveForm.LARGEST_PARTS >> 20));
      }
    }
    TarArchiveEntry entry = entry(path, size, mode);
    tar.putArchiveEntry(entry);
    Summed summed = new Summed(tar);
    byte[] buffer = new byte[1 << 16];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      if (summed.size() + n > size) {
        throw new IOException(path + " is longer than the " + size + " bytes that were announced");
      }
      summed.write(buffer, 0, n);
    }
    if (summed.size() != size) {
      throw new IOException("%s ended after %d of %d bytes".formatted(path, summed.size(), size));
    }
    tar.closeArchiveEntry();
    Part part = new Part(path, size, summed.sum(), mode);
    parts.add(part);
    return part;
  }

  /** The same with bytes. */
  public Part add(String path, int mode, byte[] content) throws IOException {
    return add(path, content.length, mode, new ByteArrayInputStream(content));
  }

  /**
   * Ends the archive and gives it its name.
   *
   * @param about what it says of itself; the parts are known here
   * @return what was written at last
   * @throws FileAlreadyExistsException when somebody else made such a file meanwhile
   */
  public Manifest finish(Manifest about) throws IOException {
    Manifest inner = about.with(parts);
    byte[] innerJson = ManifestJson.write(inner);
    tar.putArchiveEntry(entry(ArchiveForm.MANIFEST, innerJson.length, 0600));
    tar.write(innerJson);
    tar.closeArchiveEntry();
    tar.close();
    String dataSum = sealed.sum();
    Manifest manifest = inner.with(new Sealed(sealed.size(), dataSum, opensWith));
    byte[] json = ManifestJson.write(manifest);
    try (FileChannel file = create(whole)) {
      OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
      TarArchiveOutputStream outer = tar(buffered);
      put(outer, ArchiveForm.MANIFEST, json, manifest.taken());
      TarArchiveEntry data = entry(ArchiveForm.DATA, sealed.size(), 0600);
      data.setModTime(Date.from(manifest.taken()));
      outer.putArchiveEntry(data);
      Files.copy(sealedFile, outer);
      outer.closeArchiveEntry();
      put(
          outer,
          ArchiveForm.SUMS,
          ArchiveForm.sums(ArchiveForm.sumOf(json), dataSum),
          manifest.taken());
      outer.finish();
      buffered.flush();
      file.force(true);
    }
    name(whole, place);
    finished = true;
    return manifest;
  }

  /** The name is taken first, so that the rename replaces nothing but what was made here. */
  static void name(Path whole, Path place) throws IOException {
    create(place).close();
    boolean named = false;
    try {
      Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
      named = true;
    } finally {
      if (!named) {
        Files.delete(place);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (!finished) {
        sealed.close();
      }
    } finally {
      Files.deleteIfExists(sealedFile);
      Files.deleteIfExists(whole);
    }
  }

  static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
        PrivateFiles.ofFile());
  }

  static TarArchiveOutputStream tar(OutputStream out) {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    return tar;
  }

  static void put(TarArchiveOutputStream tar, String name, byte[] bytes, Instant at)
      throws IOException {
    TarArchiveEntry entry = entry(name, bytes.length, 0600);
    entry.setModTime(Date.from(at));
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String path, long size, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(size);
    entry.setMode(mode);
    return entry;
  }
}
