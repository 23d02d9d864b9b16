package io.quorate.journey;

import io.quorate.plan.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a wizard that was left, in a file that only its owner reads. They hold no secrets.
 *
 * @param file where they are kept
 */
public record SavedWizard(Path file) {

  /** Null when there are none. */
  public @Nullable String text() throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Replaces what was kept; saves that come at once do not mix. */
  public synchronized void keep(String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is not a file's place");
    }
    PrivateFiles.makeFolder(folder);
    PrivateFiles.write(file, text);
  }

  public void forget() throws IOException {
    Files.deleteIfExists(file);
  }
}
