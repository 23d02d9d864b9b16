package io.quorate.inventory.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that are written wholly or not at all. */
public final class WholeFile {

  /** Who may read a written file. */
  public enum Readers {
    OWNER("rw-------"),
    /** As far as the umask lets them. */
    EVERYBODY("rw-rw-rw-");

    private final String mode;

    Readers(String mode) {
      this.mode = mode;
    }
  }

  private WholeFile() {}

  /**
   * Writes a file. A link stays one: what it leads to is replaced.
   *
   * @throws IOException when it cannot be written; an older file is then as it was
   */
  public static void write(Path file, String text, Readers readers) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(file + " is not a file");
    }
    Path fresh =
        Files.createTempFile(
            folder,
            ".inventory",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(readers.mode)));
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
