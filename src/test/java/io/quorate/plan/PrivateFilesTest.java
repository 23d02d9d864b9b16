package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {

  @TempDir private Path temp;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private Path wide(String name) throws IOException {
    Path file = Files.writeString(temp.resolve(name), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return file;
  }

  @Test
  void whatOthersCouldReadIsReplacedByWhatTheyCannot() throws IOException {
    Path file = wide("settings");

    PrivateFiles.write(file, "new");

    assertThat(file).hasContent("new");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(temp.toFile().list()).containsExactly("settings");
  }

  @Test
  void whatOlderProgramsLeftIsNarrowedOnce() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("runs/one"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = wide("runs/one/inventory.yaml");
    Path outside = wide("outside");
    Files.createSymbolicLink(temp.resolve("runs/link"), outside);

    PrivateFiles.narrowOnce(temp.resolve("runs"));

    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(outside)).as("a link leads elsewhere").isEqualTo("rw-r--r--");
    Path later = wide("runs/later");
    PrivateFiles.narrowOnce(temp.resolve("runs"));
    assertThat(mode(later)).as("narrowed once").isEqualTo("rw-r--r--");
  }
}
