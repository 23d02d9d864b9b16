package io.quorate.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/** Files of mode 0600 in folders of mode 0700. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  /** A text file that says that all beside it was narrowed. */
  private static final String NARROWED = ".private";

  private PrivateFiles() {}

  /** The attribute that a file is made with. */
  public static FileAttribute<Set<PosixFilePermission>> ofFile() {
    return PosixFilePermissions.asFileAttribute(FILE);
  }

  /** The attribute that a folder is made with. */
  public static FileAttribute<Set<PosixFilePermission>> ofFolder() {
    return PosixFilePermissions.asFileAttribute(FOLDER);
  }

  /** Makes a folder and what is missing above it. */
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, ofFolder());
  }

  /** Writes a file whole or not at all, whoever could read an older one. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with bytes. */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is not a file's place");
    }
    Path fresh = Files.createTempFile(folder, "." + file.getFileName(), "", ofFile());
    try {
      Files.write(fresh, bytes);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Adds to a file, which is made where it is not there. */
  public static void append(Path file, String text) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ofFile())) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /**
   * Takes others' rights from a folder and all that is in it, once: older programs made files with
   * the rights that the umask left.
   */
  public static void narrowOnce(Path folder) throws IOException {
    Path done = folder.resolve(NARROWED);
    if (!Files.exists(done)) {
      narrow(folder);
      write(done, "");
    }
  }

  private static void narrow(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.forEach(PrivateFiles::narrowOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void narrowOne(Path path) {
    try {
      PosixFileAttributes found =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isDirectory() || found.isRegularFile()) {
        Set<PosixFilePermission> kept = found.permissions();
        if (kept.removeIf(right -> !right.name().startsWith("OWNER"))) {
          Files.setPosixFilePermissions(path, kept);
        }
      }
    } catch (NoSuchFileException e) {
      // A run that goes on meanwhile tidied it up.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
